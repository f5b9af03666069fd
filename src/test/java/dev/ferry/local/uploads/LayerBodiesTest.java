package dev.ferry.local.uploads;

import static dev.ferry.local.uploads.LayerBodies.PIECE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.registry.Digest;
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

/** What a client sends in one body arrives in pieces, in the order in which they are asked for. */
class LayerBodiesTest extends CutLayersTest {
    @Test
    void a_patch_becomes_patches_each_at_the_place_the_answer_before_names() throws Exception {
        HttpResponse<String> answer = send("PATCH", UPLOADS + "1?state=x", BodyPublishers.ofByteArray(LAYER));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("location")).hasValue(ChunkedUploads.LOCATION);
        assertThat(answer.headers().firstValue("range")).hasValue("0-" + (SIZE - 1));
        assertThat(uploads.requests()).containsExactly(
                "PATCH 1?state=x - " + PIECE,
                "PATCH of-the-answer? " + PIECE + "-" + (2 * PIECE - 1) + " " + PIECE,
                "PATCH of-the-answer? " + 2 * PIECE + "-" + (SIZE - 1) + " 1000");
        assertThat(uploads.sha256()).isEqualTo(Digest.sha256(LAYER).hex());
    }

    @Test
    void a_body_of_no_announced_length_is_cut_too() throws Exception {
        HttpResponse<String> answer = send("PATCH", UPLOADS + "1", streamed(LAYER));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(uploads.requests()).hasSize(3);
        assertThat(uploads.sha256()).isEqualTo(Digest.sha256(LAYER).hex());
    }

    @Test
    void a_put_becomes_patches_and_a_put_with_the_digest() throws Exception {
        HttpResponse<String> answer =
                send("PUT", UPLOADS + "1?state=x&digest=sha256%3Aabc", BodyPublishers.ofByteArray(LAYER));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(uploads.requests()).containsExactly(
                "PATCH 1?state=x - " + PIECE,
                "PATCH of-the-answer? " + PIECE + "-" + (2 * PIECE - 1) + " " + PIECE,
                "PUT of-the-answer?digest=sha256%3Aabc " + 2 * PIECE + "-" + (SIZE - 1) + " 1000");
    }

    @Test
    void a_single_post_becomes_a_whole_upload() throws Exception {
        HttpResponse<String> answer =
                send("POST", UPLOADS + "?digest=sha512:abc", BodyPublishers.ofByteArray(LAYER));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(uploads.requests()).containsExactly(
                "POST ? - 0",
                "PATCH of-the-answer? 0-" + (PIECE - 1) + " " + PIECE,
                "PATCH of-the-answer? " + PIECE + "-" + (2 * PIECE - 1) + " " + PIECE,
                "PUT of-the-answer?digest=sha512:abc " + 2 * PIECE + "-" + (SIZE - 1) + " 1000");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PIECE})
    void what_a_function_takes_is_left_as_it_is(int size) throws Exception {
        byte[] small = new byte[size];
        HttpResponse<String> answer =
                send("PUT", UPLOADS + "1?digest=sha256:abc", BodyPublishers.ofByteArray(small));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(uploads.requests()).containsExactly("PUT 1?digest=sha256:abc - " + size);
    }

    @Test
    void a_content_range_is_cut_as_well() throws Exception {
        uploads.alreadyReceived(500);

        HttpResponse<String> answer = client().send(
                request(UPLOADS + "1").header("Content-Range", "500-" + (SIZE + 499))
                        .method("PATCH", BodyPublishers.ofByteArray(LAYER)).build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(uploads.requests()).containsExactly(
                "PATCH 1? 500-" + (PIECE + 499) + " " + PIECE,
                "PATCH of-the-answer? " + (PIECE + 500) + "-" + (2 * PIECE + 499) + " " + PIECE,
                "PATCH of-the-answer? " + (2 * PIECE + 500) + "-" + (SIZE + 499) + " 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-10", "bytes 0-99/*", "10-0"})
    void a_content_range_that_is_not_the_bodys_is_left_to_be_refused(String range) throws Exception {
        client().send(
                request(UPLOADS + "1").header("Content-Range", range)
                        .method("PATCH", BodyPublishers.ofByteArray(LAYER)).build(),
                BodyHandlers.ofString());

        assertThat(uploads.requests()).first().isEqualTo("PATCH 1? " + range + " " + PIECE);
    }

    @Test
    void the_first_refusal_ends_it_and_reaches_a_client_that_is_still_sending() throws Exception {
        uploads.refuseFrom(1);

        HttpResponse<String> answer = send("PATCH", UPLOADS + "1", BodyPublishers.ofByteArray(new byte[20 * PIECE]));

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.body()).isEqualTo("not here");
        assertThat(uploads.requests()).hasSize(2);
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
    void of_a_client_that_breaks_off_whole_pieces_alone_are_passed_on() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.endpoint().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PUT " + UPLOADS + "1?digest=sha256:abc HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + SIZE + "\r\n\r\n")
                    .getBytes(ISO_8859_1));
            out.write(LAYER, 0, SIZE - 1);
            out.flush();
            await().until(() -> uploads.requests().size() == 2);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }

        assertThat(uploads.requests()).hasSize(2).allMatch(request -> request.startsWith("PATCH ") && request.endsWith(" " + PIECE));
    }

    @Test
    void a_body_that_is_no_layer_is_not_cut() throws Exception {
        HttpResponse<String> answer =
                send("PUT", "/v2/team/app/manifests/latest", BodyPublishers.ofByteArray(new byte[PIECE + 1]));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(uploads.requests()).isEmpty();
    }

    private static BodyPublisher streamed(byte[] bytes) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(bytes));
    }
}
