package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.SdkCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writers that put the parts of a layer into the store themselves, as a gateway does, well or badly. */
class LeasedUploadTest extends RegistryTest {
    private static final int PART = 5 * 1024 * 1024;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final byte[] first = bytes(1, PART);
    private final byte[] second = bytes(2, PART);
    private final byte[] rest = bytes(3, 1000);
    private String upload;

    @BeforeEach
    void begin() {
        upload = registry.begin(APP);
    }

    /** One writer's lease. */
    private record Lease(String id, JsonNode urls) {
        int part(int number, byte[] bytes) throws Exception {
            return put(urls.path("parts").get(number).asText(), bytes);
        }

        int rest(byte[] bytes) throws Exception {
            return put(urls.path("rest").asText(), bytes);
        }
    }

    private static int put(String url, byte[] bytes) throws IOException, InterruptedException {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofByteArray(bytes)).build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private Lease lease(String from) {
        HttpResponse<byte[]> answer = ask(from);
        assertStatus(answer, 202);
        return new Lease(header(answer, "Ferry-Lease"), json(answer));
    }

    private HttpResponse<byte[]> ask(String from, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Ferry-Part-Urls";
        all[1] = from;
        return registry.send("PATCH", upload, new byte[0], all);
    }

    private HttpResponse<byte[]> end(Lease lease) {
        return registry.send("PATCH", upload, new byte[0], "Ferry-Lease", lease.id());
    }

    private HttpResponse<byte[]> finish(byte[] layer, Lease lease) {
        return registry.send("PUT", upload + "?digest=" + Digest.sha256(layer), new byte[0], "Ferry-Lease", lease.id());
    }

    private void assertPulled(byte[] layer) {
        assertThat(registry.pullBlob(APP, Digest.sha256(layer)).body()).isEqualTo(layer);
    }

    private static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    @Test
    void no_function_reads_or_writes_a_byte_of_it() throws Exception {
        byte[] layer = joined(first, second, rest);
        var calls = SdkCalls.during(() -> {
            Lease lease = lease("0");
            try {
                assertThat(lease.part(0, first)).isEqualTo(200);
                assertThat(lease.part(1, second)).isEqualTo(200);
                assertThat(lease.rest(rest)).isEqualTo(200);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
            assertThat(header(end(lease), "Range")).isEqualTo("0-" + (layer.length - 1));
            assertStatus(registry.send("PUT", upload + "?digest=" + Digest.sha256(layer)), 201);
        });

        assertThat(SdkCalls.count(calls, "S3").keySet()).doesNotContain("GetObject", "PutObject", "UploadPart");
        assertPulled(layer);
    }

    @Test
    void after_a_broken_connection_the_status_counts_what_the_store_has() throws Exception {
        Lease broken = lease("next");
        broken.part(0, first);

        assertThat(header(registry.get(upload), "Range")).isEqualTo("0-" + (PART - 1));
        assertStatus(registry.send("PATCH", upload, rest, "Content-Range", PART + "-" + (PART + 999)), 202);

        assertStatus(registry.send("PUT", upload + "?digest=" + Digest.sha256(joined(first, rest))), 201);
        assertPulled(joined(first, rest));
    }

    @Test
    void the_status_leaves_the_writer_its_lease() throws Exception {
        Lease lease = lease("next");
        lease.part(0, first);

        registry.get(upload);

        lease.part(1, second);
        assertStatus(finish(joined(first, second), lease), 201);
        assertPulled(joined(first, second));
    }

    @Test
    void promise13_two_writers_who_begin_at_the_same_byte_do_not_interleave() throws Exception {
        Lease overtaken = lease("0");
        Lease last = lease("0");
        last.part(0, second);
        overtaken.part(0, first);
        overtaken.part(1, first);
        last.part(1, second);

        HttpResponse<byte[]> refused = end(overtaken);
        assertError(refused, 416, "RANGE_INVALID");
        assertThat(header(refused, "Range")).isEqualTo("0-" + (2 * PART - 1));
        assertError(ask("0", "Ferry-Lease", overtaken.id()), 416, "RANGE_INVALID");

        assertStatus(finish(joined(second, second), last), 201);
        assertPulled(joined(second, second));
    }

    @Test
    void who_would_begin_elsewhere_takes_nobodys_lease() throws Exception {
        Lease lease = lease("0");
        lease.part(0, first);

        assertError(ask("0"), 416, "RANGE_INVALID");
        assertError(registry.send("PATCH", upload, rest, "Content-Range", "0-999"), 416, "RANGE_INVALID");
        assertError(registry.send("PATCH", upload, rest, "Content-Range", "nonsense"), 416, "RANGE_INVALID");

        assertStatus(finish(first, lease), 201);
        assertPulled(first);
    }

    @Test
    void promise13_a_part_that_comes_late_replaces_none_and_is_not_counted() throws Exception {
        Lease overtaken = lease("0");
        overtaken.part(0, first);
        Lease last = lease(String.valueOf(PART));
        overtaken.part(1, first);
        overtaken.rest(rest);
        last.part(0, second);

        assertError(finish(joined(first, second), overtaken), 416, "RANGE_INVALID");
        assertStatus(finish(joined(first, second), last), 201);
        assertPulled(joined(first, second));
    }

    @Test
    void a_chunk_through_a_function_ends_a_lease() throws Exception {
        Lease overtaken = lease("0");

        assertStatus(registry.send("PATCH", upload, rest, "Content-Range", "0-999"), 202);
        overtaken.part(0, first);

        assertError(end(overtaken), 416, "RANGE_INVALID");
        assertStatus(registry.send("PUT", upload + "?digest=" + Digest.sha256(rest)), 201);
    }

    @Test
    void what_was_staged_before_is_handed_over() throws Exception {
        registry.send("PATCH", upload, rest);

        Lease lease = lease("1000");
        byte[] staged = HTTP.send(HttpRequest.newBuilder(URI.create(lease.urls().path("staged").asText())).build(),
                BodyHandlers.ofByteArray()).body();
        lease.part(0, joined(staged, first));

        assertThat(staged).isEqualTo(rest);
        assertStatus(finish(joined(rest, first), lease), 201);
        assertPulled(joined(rest, first));
    }

    @Test
    void what_is_put_aside_can_be_added_to() throws Exception {
        Lease one = lease("0");
        one.rest(rest);
        assertThat(header(end(one), "Range")).isEqualTo("0-999");

        assertStatus(registry.send("PUT", upload + "?digest=" + Digest.sha256(joined(rest, rest)), rest), 201);
        assertPulled(joined(rest, rest));
    }

    @Test
    void parts_and_rests_that_are_none_do_not_count() throws Exception {
        Lease lease = lease("0");
        assertThat(lease.part(0, rest)).isEqualTo(200);
        assertThat(lease.part(1, first)).isEqualTo(200);
        assertThat(lease.rest(first)).isEqualTo(200);

        assertThat(header(end(lease), "Range")).isEqualTo("0-0");
        assertStatus(registry.send("PUT", upload + "?digest=" + Digest.sha256(rest), rest), 201);
        assertPulled(rest);
    }

    @Test
    void promise13_what_is_put_aside_anew_afterwards_is_found_out() throws Exception {
        Lease lease = lease("0");
        lease.part(0, first);
        lease.rest(rest);
        assertStatus(end(lease), 202);
        lease.rest(bytes(4, 1000));

        assertError(registry.send("PUT", upload + "?digest=" + Digest.sha256(joined(first, rest))), 400, "DIGEST_INVALID");
        assertError(registry.get(blobs(Digest.sha256(joined(first, rest)))), 404, "BLOB_UNKNOWN");
    }

    @Test
    void promise13_behind_the_completion_the_urls_change_nothing() throws Exception {
        Lease lease = lease("0");
        lease.part(0, first);
        assertStatus(finish(first, lease), 201);

        assertThat(lease.part(0, second)).isEqualTo(404);
        lease.rest(second);

        assertPulled(first);
        assertError(ask("0"), 404, "BLOB_UPLOAD_UNKNOWN");
    }

    @Test
    void an_upload_goes_on_over_many_leases() throws Exception {
        Lease one = lease("0");
        int size = 0;
        for (int number = 0; number < one.urls().path("parts").size(); number++, size += PART) {
            one.part(number, first);
        }
        HttpResponse<byte[]> more = ask(String.valueOf(size), "Ferry-Lease", one.id());
        assertStatus(more, 202);
        assertThat(json(more).path("received").asInt()).isEqualTo(size);
        new Lease("", json(more)).rest(rest);

        assertThat(header(registry.get(upload), "Range")).isEqualTo("0-" + (size + 999));
    }

    @Test
    void another_byte_than_the_next_is_refused() {
        assertError(ask("17"), 416, "RANGE_INVALID");
    }

    @Test
    void whoever_may_not_send_chunks_gets_no_urls() {
        String principal = "arn:aws:iam::" + account + ":user/reader";
        RegistryClient reader = server.client(principal, Registry.of(account, REGION));
        server.api().narrow(principal, REGION, """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"ecr:UploadLayerPart","Resource":"*"}]}""");

        assertError(reader.send("PATCH", upload, new byte[0], "Ferry-Part-Urls", "0"), 403, "DENIED");
    }

    @Test
    void a_cancelled_upload_has_nowhere_to_put_parts() throws Exception {
        Lease lease = lease("0");
        assertStatus(registry.send("DELETE", upload), 204);

        assertThat(lease.part(0, first)).isEqualTo(404);
        assertError(end(lease), 404, "BLOB_UPLOAD_UNKNOWN");
    }
}
