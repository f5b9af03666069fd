package dev.ferry.local.uploads;

import static dev.ferry.local.uploads.LayerBodies.PART;
import static dev.ferry.local.uploads.LayerBodies.SMALL;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.registry.Digest;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sends in one body goes to the store in parts, and functions are asked where alone. */
class LayerBodiesTest extends LargeLayersTest {
    private static final String[] STORED = {"/1/1 " + PART, "/1/2 " + PART, "/2/rest 1000"};

    @Test
    void a_patch_goes_to_the_store_where_the_answers_before_say() throws Exception {
        HttpResponse<String> answer = send("PATCH", UPLOADS + "1?state=x", BodyPublishers.ofByteArray(LAYER));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("location")).hasValue(ChunkedUploads.LOCATION);
        assertThat(answer.headers().firstValue("range")).hasValue("0-" + (SIZE - 1));
        assertThat(uploads.requests()).containsExactly(
                "PATCH 1?state=x 0 ferry-part-urls=next",
                "PATCH of-the-answer? 0 ferry-part-urls=" + 2 * PART + " ferry-lease=lease-1",
                "PATCH of-the-answer? 0 ferry-lease=lease-2");
        assertThat(uploads.stored()).containsExactly(STORED);
        assertThat(uploads.sha256()).isEqualTo(Digest.sha256(LAYER).hex());
    }

    @Test
    void a_body_of_no_announced_length_goes_there_too() throws Exception {
        HttpResponse<String> answer = send("PATCH", UPLOADS + "1", streamed(LAYER));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(uploads.stored()).containsExactly(STORED);
        assertThat(uploads.sha256()).isEqualTo(Digest.sha256(LAYER).hex());
    }

    @Test
    void a_put_ends_with_its_digest() throws Exception {
        HttpResponse<String> answer =
                send("PUT", UPLOADS + "1?state=x&digest=sha256%3Aabc", BodyPublishers.ofByteArray(LAYER));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(uploads.requests()).first().isEqualTo("PATCH 1?state=x 0 ferry-part-urls=next");
        assertThat(uploads.requests()).last().isEqualTo("PUT of-the-answer?digest=sha256%3Aabc 0 ferry-lease=lease-2");
        assertThat(uploads.stored()).containsExactly(STORED);
    }

    @Test
    void a_single_post_becomes_a_whole_upload() throws Exception {
        HttpResponse<String> answer =
                send("POST", UPLOADS + "?digest=sha512:abc", BodyPublishers.ofByteArray(LAYER));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(uploads.requests()).containsExactly(
                "POST ? 0",
                "PATCH of-the-answer? 0 ferry-part-urls=0",
                "PATCH of-the-answer? 0 ferry-part-urls=" + 2 * PART + " ferry-lease=lease-1",
                "PUT of-the-answer?digest=sha512:abc 0 ferry-lease=lease-2");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SMALL})
    void what_a_function_takes_is_left_as_it_is(int size) throws Exception {
        byte[] small = new byte[size];
        HttpResponse<String> answer =
                send("PUT", UPLOADS + "1?digest=sha256:abc", BodyPublishers.ofByteArray(small));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(uploads.requests()).containsExactly("PUT 1?digest=sha256:abc " + size);
        assertThat(uploads.stored()).isEmpty();
    }

    @Test
    void what_is_too_much_for_a_function_and_too_little_for_a_part_is_put_aside() throws Exception {
        send("PATCH", UPLOADS + "1", BodyPublishers.ofByteArray(new byte[SMALL + 1]));

        assertThat(uploads.stored()).containsExactly("/1/rest " + (SMALL + 1));
    }

    @Test
    void what_was_put_aside_before_comes_first() throws Exception {
        uploads.stage("before");

        send("PATCH", UPLOADS + "1", BodyPublishers.ofByteArray(LAYER));

        assertThat(uploads.stored()).containsExactly("/1/1 " + (PART + 6), "/1/2 " + PART, "/2/rest 1000");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes("before".getBytes(UTF_8));
        all.writeBytes(LAYER);
        assertThat(uploads.sha256()).isEqualTo(Digest.sha256(all.toByteArray()).hex());
    }

    @Test
    void a_body_begins_where_its_content_range_says() throws Exception {
        uploads.alreadyReceived(500);

        HttpResponse<String> answer = ranged("500-" + (SIZE + 499));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(uploads.requests()).startsWith("PATCH 1? 0 ferry-part-urls=500",
                "PATCH of-the-answer? 0 ferry-part-urls=" + (500 + 2 * PART) + " ferry-lease=lease-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-10", "bytes 0-99/*", "10-0"})
    void a_content_range_that_is_not_the_bodys_is_refused(String range) throws Exception {
        HttpResponse<String> answer = ranged(range);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("SIZE_INVALID");
        assertThat(uploads.requests()).isEmpty();
    }

    @Test
    void a_content_range_that_cannot_be_read_is_left_to_be_refused() throws Exception {
        ranged("nonsense");

        assertThat(uploads.requests()).containsExactly("PATCH 1? 0 content-range=nonsense");
    }

    private HttpResponse<String> ranged(String range) throws Exception {
        return client().send(
                request(UPLOADS + "1").header("Content-Range", range)
                        .method("PATCH", BodyPublishers.ofByteArray(LAYER)).build(),
                BodyHandlers.ofString());
    }

    @Test
    void the_first_refusal_ends_it_and_reaches_a_client_that_is_still_sending() throws Exception {
        uploads.refuseFrom(1);

        HttpResponse<String> answer = send("PATCH", UPLOADS + "1", BodyPublishers.ofByteArray(new byte[10 * PART]));

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.body()).isEqualTo("not here");
        assertThat(uploads.requests()).hasSize(2);
        assertThat(uploads.stored()).hasSize(ChunkedUploads.LEASED);
    }

    @Test
    void a_part_that_the_store_fails_at_is_put_again() throws Exception {
        uploads.failPuts(503, 2);

        HttpResponse<String> answer = send("PATCH", UPLOADS + "1", BodyPublishers.ofByteArray(LAYER));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(uploads.stored()).containsExactly(STORED);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 507})
    void a_part_that_the_store_refuses_ends_it(int status) throws Exception {
        uploads.failPuts(status, 1);

        HttpResponse<String> answer = send("PATCH", UPLOADS + "1", BodyPublishers.ofByteArray(LAYER));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains(status == 507 ? "disk" : "403");
        assertThat(uploads.requests()).hasSize(1);
    }

    @Test
    void a_client_that_waits_to_be_asked_is_asked() throws Exception {
        HttpResponse<String> answer = client().send(
                request(UPLOADS + "1").expectContinue(true).method("PATCH", BodyPublishers.ofByteArray(LAYER)).build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(uploads.sha256()).isEqualTo(Digest.sha256(LAYER).hex());
    }

    @Test
    void of_a_client_that_breaks_off_whole_parts_alone_are_stored() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.endpoint().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PUT " + UPLOADS + "1?digest=sha256:abc HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + SIZE + "\r\n\r\n")
                    .getBytes(ISO_8859_1));
            out.write(LAYER, 0, SIZE - 1);
            out.flush();
            await().until(() -> uploads.stored().size() == 2);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }

        assertThat(uploads.stored()).containsExactly("/1/1 " + PART, "/1/2 " + PART);
        assertThat(uploads.requests()).containsExactly("PATCH 1? 0 ferry-part-urls=next");
    }

    @Test
    void a_body_that_is_no_layer_is_too_large() throws Exception {
        HttpResponse<String> answer =
                send("PUT", "/v2/team/app/manifests/latest", BodyPublishers.ofByteArray(new byte[SMALL + 1]));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(uploads.requests()).isEmpty();
    }

    private static BodyPublisher streamed(byte[] bytes) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(bytes));
    }
}
