package dev.ferry.local.uploads;

import static dev.ferry.local.uploads.LayerBodies.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.testing.RawRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients are told when the stack is not there, or not to be asked. */
class UnreachableApiTest extends ForwardingTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/enableRegion", "/v3/", "/v22"})
    void ecrs_api_is_to_be_asked_of_the_endpoint_itself(String path) throws Exception {
        HttpResponse<String> answer = send(request(path).POST(BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode error = new ObjectMapper().readTree(answer.body());
        assertThat(error.path("__type").asText()).isEqualTo("UnknownOperationException");
        assertThat(error.path("message").asText()).contains(stack.endpoint().toString(), "AWS_ENDPOINT_URL");
        assertThat(asked).isEmpty();
    }

    @Test
    void where_nobody_listens_the_registry_is_unavailable() throws Exception {
        stack.close();

        HttpResponse<String> answer = send(request(MANIFEST + "?secret=1").header("Authorization", "Basic cw==").GET());

        assertError(answer, 503, "UNAVAILABLE");
        assertThat(answer.body()).contains("localhost:" + stack.endpoint().getPort(), "nothing takes a connection there");
        assertThat(log.lines()).singleElement().asString()
                .contains("GET " + MANIFEST + " got no answer", "nothing takes a connection there")
                .doesNotContain("secret", "cw==");
    }

    @Test
    void where_a_name_has_no_address_the_registry_is_unavailable() throws Exception {
        gateway.close();
        gateway = inFrontOf("https://nowhere.invalid", Duration.ofMinutes(1));

        HttpResponse<String> answer = send(request(MANIFEST).GET());

        assertError(answer, 503, "UNAVAILABLE");
        assertThat(answer.body()).contains("nowhere.invalid", "no address is known");
    }

    @Test
    void where_no_tls_is_spoken_the_answer_says_so() throws Exception {
        gateway.close();
        gateway = inFrontOf(stack.endpoint().toString().replace("http:", "https:"), Duration.ofMinutes(1));

        HttpResponse<String> answer = send(request(MANIFEST).GET());

        assertError(answer, 502, "UNAVAILABLE");
        assertThat(answer.body()).contains("no TLS connection to localhost");
        assertThat(log.lines()).singleElement().asString().contains("no TLS connection to localhost");
    }

    @Test
    void a_piece_whose_answer_is_lost_is_not_sent_again() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket broken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> hangUpOn(broken, connections));
            server.setDaemon(true);
            server.start();
            gateway.close();
            gateway = inFrontOf("http://localhost:" + broken.getLocalPort(), Duration.ofMinutes(1));

            HttpResponse<String> answer =
                    send(request(UPLOAD).method("PATCH", BodyPublishers.ofByteArray(new byte[SMALL + 1])));

            assertError(answer, 502, "UNAVAILABLE");
            assertThat(answer.body()).contains("broke before the answer");
            assertThat(connections).hasValue(1);
        }
    }

    @Test
    void a_stack_that_does_not_answer_is_waited_for_no_longer_than_that() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            gateway.close();
            gateway = inFrontOf("http://localhost:" + silent.getLocalPort(), Duration.ofMillis(200));

            HttpResponse<String> answer = send(request(MANIFEST).GET());

            assertError(answer, 504, "UNAVAILABLE");
            assertThat(answer.body()).contains("did not answer in time");
        }
    }

    @Test
    void a_request_that_cannot_be_sent_on_is_the_clients_error() throws Exception {
        String answer = new RawRequest("G<T", MANIFEST, Map.of("Host", "localhost"), new byte[0]).exchange(gateway.endpoint());

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"UNSUPPORTED\"");
        assertThat(asked).isEmpty();
    }

    /** Reads the beginning of what comes, and closes the connection. */
    private static void hangUpOn(ServerSocket server, AtomicInteger connections) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                connections.incrementAndGet();
                socket.getInputStream().readNBytes(100);
            } catch (IOException e) {
                return; // the test is over
            }
        }
    }
}
