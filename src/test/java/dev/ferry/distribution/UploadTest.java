package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.SdkCalls;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

class UploadTest extends RegistryTest {
    private final byte[] layer = bytes(1, 3000);
    private final Digest digest = Digest.sha256(layer);

    private HttpResponse<byte[]> patch(String upload, int from, int to, String... headers) {
        return registry.send("PATCH", upload, Arrays.copyOfRange(layer, from, to), headers);
    }

    private HttpResponse<byte[]> finish(String upload, Digest as) {
        return registry.send("PUT", upload + "?digest=" + as);
    }

    private void assertPulled() {
        assertThat(registry.pullBlob(APP, digest).body()).isEqualTo(layer);
    }

    @Test
    void a_layer_comes_in_one_post() {
        HttpResponse<byte[]> created = registry.send("POST", "/v2/" + APP + "/blobs/uploads/?digest=" + digest, layer);

        assertStatus(created, 201);
        assertThat(RegistryClient.location(created)).isEqualTo(blobs(digest));
        assertPulled();
    }

    @Test
    void a_layer_comes_as_a_stream() {
        String upload = registry.begin(APP);
        HttpResponse<byte[]> streamed = patch(upload, 0, layer.length);

        assertStatus(streamed, 202);
        assertThat(header(streamed, "Range")).isEqualTo("0-2999");
        assertStatus(finish(RegistryClient.location(streamed), digest), 201);
        assertPulled();
    }

    @Test
    void a_layer_comes_in_chunks_the_last_of_them_with_the_digest() {
        String upload = registry.begin(APP);
        assertStatus(patch(upload, 0, 1000, "Content-Range", "0-999"), 202);
        assertStatus(patch(upload, 1000, 2500, "Content-Range", "1000-2499"), 202);

        assertStatus(registry.send("PUT", upload + "?digest=" + digest, Arrays.copyOfRange(layer, 2500, 3000),
                "Content-Range", "2500-2999"), 201);

        assertPulled();
    }

    @Test
    void a_chunk_out_of_its_turn_is_told_where_to_go_on() {
        String upload = registry.begin(APP);
        patch(upload, 0, 1000, "Content-Range", "0-999");

        for (String range : List.of("2000-2999", "0-999", "500-1499", "nonsense")) {
            HttpResponse<byte[]> refused = patch(upload, 2000, 3000, "Content-Range", range);
            assertError(refused, 416, "RANGE_INVALID");
            assertThat(header(refused, "Range")).isEqualTo("0-999");
            assertThat(RegistryClient.location(refused)).isEqualTo(upload);
        }
        assertError(patch(upload, 1000, 2000, "Content-Range", "1000-1998"), 400, "SIZE_INVALID");
        assertThat(header(registry.get(upload), "Range")).isEqualTo("0-999");
    }

    @Test
    void after_a_broken_connection_the_status_tells_where_to_go_on() {
        String upload = registry.begin(APP);
        patch(upload, 0, 1700);

        HttpResponse<byte[]> status = registry.get(upload);
        assertStatus(status, 204);
        assertThat(header(status, "Range")).isEqualTo("0-1699");
        patch(RegistryClient.location(status), 1700, 3000, "Content-Range", "1700-2999");

        assertStatus(finish(upload, digest), 201);
        assertPulled();
    }

    @Test
    void of_two_writers_of_the_same_bytes_one_is_told_that_the_other_was_first() {
        String upload = registry.begin(APP);

        List<Integer> statuses = Stream.of(0, 1, 2, 3)
                .map(writer -> CompletableFuture.supplyAsync(
                        () -> patch(upload, 0, 1000, "Content-Range", "0-999").statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();

        assertThat(statuses).containsExactly(202, 416, 416, 416);
        patch(upload, 1000, 3000);
        assertStatus(finish(upload, digest), 201);
        assertPulled();
    }

    @Test
    void a_digest_that_does_not_match_makes_no_layer_and_the_upload_can_go_on() {
        String upload = registry.begin(APP);
        patch(upload, 0, 1000);

        assertError(finish(upload, digest), 400, "DIGEST_INVALID");
        assertError(registry.get(blobs(digest)), 404, "BLOB_UNKNOWN");

        patch(upload, 1000, 3000);
        assertStatus(finish(upload, digest), 201);
    }

    /** As clients do whose connection broke before the answer came. */
    @Test
    void a_put_that_is_repeated_after_the_layer_was_made_is_answered_as_before() {
        String upload = registry.begin(APP);
        patch(upload, 0, 1000);
        byte[] rest = Arrays.copyOfRange(layer, 1000, 3000);

        HttpResponse<byte[]> first = registry.send("PUT", upload + "?digest=" + digest, rest);
        HttpResponse<byte[]> again = registry.send("PUT", upload + "?digest=" + digest, rest);

        assertStatus(first, 201);
        assertStatus(again, 201);
        assertThat(RegistryClient.location(again)).isEqualTo(RegistryClient.location(first));
        assertThat(header(again, "Docker-Content-Digest")).isEqualTo(digest.toString());
        assertPulled();
    }

    @Test
    void a_put_to_an_upload_that_is_gone_makes_no_layer() {
        String upload = registry.begin(APP);
        registry.send("DELETE", upload);

        assertError(registry.send("PUT", upload + "?digest=" + digest, layer), 404, "BLOB_UPLOAD_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(ints = {3000, 5 * 1024 * 1024})
    void a_put_that_was_cut_short_behind_its_chunk_can_be_repeated(int size) {
        byte[] large = bytes(2, size);
        String upload = registry.begin(APP);
        SdkCalls.beforeNext("TransactWriteItems", () -> {
            throw SdkClientException.create("the network is down");
        });
        assertStatus(registry.send("PUT", upload + "?digest=" + Digest.sha256(large), large), 500);

        for (String[] headers : List.of(new String[0], new String[] {"Content-Range", "0-" + (size - 1)})) {
            assertStatus(registry.send("PUT", upload + "?digest=" + Digest.sha256(large), large, headers), 201);
        }

        assertThat(registry.pullBlob(APP, Digest.sha256(large)).body()).isEqualTo(large);
    }

    @ParameterizedTest
    @EnumSource(Digest.Algorithm.class)
    void a_single_post_that_fails_leaves_nothing(Digest.Algorithm algorithm) {
        Digest wrong = algorithm.of(new byte[1]);

        assertError(registry.send("POST", "/v2/" + APP + "/blobs/uploads/?digest=" + wrong, layer), 400, "DIGEST_INVALID");

        assertError(registry.get(blobs(wrong)), 404, "BLOB_UNKNOWN");
        assertError(registry.get(blobs(digest)), 404, "BLOB_UNKNOWN");
    }

    @Test
    void a_cancelled_upload_is_gone() {
        String upload = registry.begin(APP);
        patch(upload, 0, 1000);

        assertStatus(registry.send("DELETE", upload), 204);

        assertError(registry.get(upload), 404, "BLOB_UPLOAD_UNKNOWN");
        assertError(patch(upload, 1000, 2000), 404, "BLOB_UPLOAD_UNKNOWN");
        assertError(finish(upload, digest), 404, "BLOB_UPLOAD_UNKNOWN");
        assertError(registry.send("DELETE", upload), 404, "BLOB_UPLOAD_UNKNOWN");
    }

    @Test
    void an_upload_belongs_to_its_repository() {
        create("team/other");
        String upload = registry.begin(APP);

        assertError(registry.get(upload.replace(APP, "team/other")), 404, "BLOB_UPLOAD_UNKNOWN");
        assertError(registry.get("/v2/" + APP + "/blobs/uploads/..."), 404, "BLOB_UPLOAD_UNKNOWN");
    }

    @Test
    void a_layer_that_is_there_already_is_uploaded_again_with_success() {
        registry.pushBlob(APP, layer);
        String again = registry.begin(APP);

        assertStatus(registry.send("PUT", again + "?digest=" + digest, layer), 201);
        assertError(registry.get(again), 404, "BLOB_UPLOAD_UNKNOWN");
        assertPulled();
    }

    @Test
    void an_upload_begun_without_an_algorithm_can_end_with_a_sha512() {
        ByteArrayOutputStream large = new ByteArrayOutputStream();
        String upload = registry.begin(APP);
        for (int part = 0; part < 3; part++) {
            byte[] bytes = bytes(part, 4 * 1024 * 1024);
            large.writeBytes(bytes);
            assertStatus(registry.send("PATCH", upload, bytes), 202);
        }
        Digest sha512 = Digest.Algorithm.SHA512.of(large.toByteArray());

        assertStatus(finish(upload, sha512), 201);

        assertThat(registry.pullBlob(APP, sha512).body()).isEqualTo(large.toByteArray());
    }

    @Test
    void a_wrong_sha512_that_had_to_be_read_for_ends_the_upload() {
        String upload = registry.begin(APP);
        patch(upload, 0, 3000);

        assertError(finish(upload, Digest.Algorithm.SHA512.of(new byte[1])), 400, "DIGEST_INVALID");
        assertError(registry.get(upload), 404, "BLOB_UPLOAD_UNKNOWN");
    }

    @Test
    void a_layer_is_mounted_from_where_it_is_named_or_found() {
        create("team/source");
        registry.pushBlob("team/source", layer);
        create("team/second");

        assertStatus(registry.send("POST", "/v2/" + APP + "/blobs/uploads/?from=team/source&mount=" + digest), 201);
        assertStatus(registry.send("POST", "/v2/team/second/blobs/uploads/?mount=" + digest), 201);

        assertPulled();
        assertThat(registry.pullBlob("team/second", digest).body()).isEqualTo(layer);
    }

    @Test
    void nothing_is_mounted_where_the_account_has_set_so() {
        create("team/source");
        registry.pushBlob("team/source", layer);
        ecr.putAccountSetting(put -> put.name("BLOB_MOUNTING").value("DISABLED"));

        assertStatus(registry.send("POST", "/v2/" + APP + "/blobs/uploads/?from=team/source&mount=" + digest), 202);
        assertError(registry.get(blobs(digest)), 404, "BLOB_UNKNOWN");
    }

    @Test
    void a_layer_that_cannot_be_mounted_is_uploaded() {
        HttpResponse<byte[]> missing = registry.send(
                "POST", "/v2/" + APP + "/blobs/uploads/?from=team/nothing&mount=" + digest);

        assertStatus(missing, 202);
        assertStatus(registry.send("PUT", RegistryClient.location(missing) + "?digest=" + digest, layer), 201);
    }

    @Test
    void nobody_mounts_from_a_repository_that_is_closed_to_them() {
        create("team/secret");
        registry.pushBlob("team/secret", layer);
        ecr.setRepositoryPolicy(set -> set.repositoryName("team/secret").policyText("""
                {"Version":"2012-10-17","Statement":[{"Sid":"Closed","Effect":"Deny","Principal":"*",
                 "Action":"ecr:GetDownloadUrlForLayer"}]}"""));

        assertStatus(registry.send("POST", "/v2/" + APP + "/blobs/uploads/?from=team/secret&mount=" + digest), 202);
        assertStatus(registry.send("POST", "/v2/" + APP + "/blobs/uploads/?mount=" + digest), 202);
        assertError(registry.get(blobs(digest)), 404, "BLOB_UNKNOWN");
    }
}
