package dev.ferry.local.uploads;

import static dev.ferry.local.uploads.LayerBodies.PART;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import dev.ferry.registry.Digest;
import dev.ferry.testing.RawRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes on to the stack, and comes back, is what was sent. */
class ForwardedApiTest extends ForwardingTest {
    private static final String BLOB = "/v2/team/app/blobs/sha256:1";

    @Test
    void a_request_goes_on_as_it_is_to_the_endpoints_own_host() throws Exception {
        byte[] manifest = {'{', 0, (byte) 0xff, '}'};
        send(request(MANIFEST + "?a=%2Fb&c")
                .header("Authorization", "Basic QVdTOnRva2Vu")
                .header("Content-Type", "application/vnd.oci.image.manifest.v1+json")
                .header("Accept", "one")
                .header("Accept", "two")
                .PUT(BodyPublishers.ofByteArray(manifest)));

        GatewayRequest request = asked.get(0);
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.rawPath()).isEqualTo(MANIFEST);
        assertThat(request.rawQuery()).isEqualTo("a=%2Fb&c");
        assertThat(request.body()).isEqualTo(manifest);
        assertThat(request.header("host")).hasValue("localhost:" + stack.endpoint().getPort());
        assertThat(request.header("authorization")).hasValue("Basic QVdTOnRva2Vu");
        assertThat(request.header("content-type")).hasValue("application/vnd.oci.image.manifest.v1+json");
        assertThat(request.headers().get("accept")).containsExactlyInAnyOrder("one", "two");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void what_is_said_of_the_clients_connection_stays_there() throws Exception {
        new RawRequest("GET", MANIFEST, Map.of(
                "Host", "111122223333.dkr.ecr.us-west-2.localhost",
                "Connection", "X-Of-Mine, Upgrade",
                "X-Of-Mine", "1",
                "Upgrade", "h2c",
                "TE", "trailers",
                "Proxy-Authorization", "Basic c2VjcmV0",
                "X-Kept", "yes"), new byte[0]).exchange(gateway.endpoint());

        assertThat(asked.get(0).headers())
                .containsEntry("x-kept", List.of("yes"))
                .containsEntry("host", List.of("localhost:" + stack.endpoint().getPort()))
                .doesNotContainKeys("x-of-mine", "upgrade", "te", "proxy-authorization");
    }

    @Test
    void a_body_of_no_announced_length_that_waits_to_be_asked_goes_on_with_its_length() throws Exception {
        BodyPublisher streamed = BodyPublishers.fromPublisher(BodyPublishers.ofString("{}"));

        HttpResponse<String> answer = send(request(MANIFEST).expectContinue(true).PUT(streamed));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(asked.get(0).headers())
                .containsEntry("content-length", List.of("2"))
                .doesNotContainKeys("transfer-encoding", "expect");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 304, 401, 404, 413, 429, 500, 502, 503})
    void an_answer_comes_back_as_it_is(int status) throws Exception {
        Map<String, List<String>> headers = Map.of(
                "Retry-After", List.of("7"),
                "WWW-Authenticate", List.of("Basic realm=\"Ferry\",service=\"ecr.amazonaws.com\""),
                "X-Many", List.of("one", "two"));
        answering = (request, body) ->
                new GatewayResponse(status, headers, status == 304 ? new byte[0] : "said so".getBytes(UTF_8));

        HttpResponse<String> answer = send(request(MANIFEST).GET());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(status == 304 ? "" : "said so");
        headers.forEach((name, values) ->
                assertThat(answer.headers().allValues(name)).containsExactlyInAnyOrderElementsOf(values));
        assertThat(asked).as("nothing is asked again").hasSize(1);
    }

    @Test
    void a_head_request_is_told_the_length_of_what_it_does_not_get() throws Exception {
        answering = (request, body) -> answer(200, Map.of("Content-Length", "12345", "Docker-Content-Digest", "d"));

        HttpResponse<String> answer = send(request(BLOB).method("HEAD", BodyPublishers.noBody()));

        assertThat(answer.headers().firstValueAsLong("content-length")).hasValue(12345);
        assertThat(answer.headers().firstValue("docker-content-digest")).hasValue("d");
    }

    @ParameterizedTest
    @CsvSource({
        "https://layers.s3.us-west-2.amazonaws.com/a%2Fb?X-Amz-Signature=0, https://layers.s3.us-west-2.amazonaws.com/a%2Fb?X-Amz-Signature=0",
        "/v2/team/app/blobs/uploads/2?s=%3D, /v2/team/app/blobs/uploads/2?s=%3D",
        "{stack}/v2/team/app/blobs/uploads/2?s=%3D, /v2/team/app/blobs/uploads/2?s=%3D",
        "{stack}0/v2/of-another-port, {stack}0/v2/of-another-port",
        "/layers/a?X-Amz-Signature=0, {stack}/layers/a?X-Amz-Signature=0",
    })
    void a_redirect_is_the_clients_to_follow_to_the_gateway_for_what_is_the_registrys(String location, String expected)
            throws Exception {
        answering = (request, body) -> answer(307, Map.of("Location", named(location)));

        HttpResponse<String> answer = send(request(BLOB).GET());

        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.headers().firstValue("location")).hasValue(named(expected));
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{stack}"})
    void the_next_page_is_asked_of_the_gateway(String host) throws Exception {
        answering = (request, body) ->
                answer(200, Map.of("Link", "<" + named(host) + "/v2/team/app/tags/list?n=1&last=$1>; rel=\"next\""));

        HttpResponse<String> answer = send(request("/v2/team/app/tags/list?n=1").GET());

        assertThat(answer.headers().firstValue("link")).hasValue("</v2/team/app/tags/list?n=1&last=$1>; rel=\"next\"");
    }

    @Test
    void a_layer_of_any_size_arrives_past_the_stack() throws Exception {
        try (ChunkedUploads uploads = new ChunkedUploads()) {
            answering = (request, body) -> uploads.apply(request);
            byte[] layer = new byte[2 * PART + 1000];
            new Random(1).nextBytes(layer);

            HttpResponse<String> answer =
                    send(request(UPLOAD + "?digest=sha256:abc").PUT(BodyPublishers.ofByteArray(layer)));

            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(asked).allSatisfy(request -> assertThat(request.body()).isEmpty());
            assertThat(uploads.requests()).last().isEqualTo("PUT of-the-answer?digest=sha256:abc 0 ferry-lease=lease-2");
            assertThat(uploads.sha256()).isEqualTo(Digest.sha256(layer).hex());
        }
    }

    @ParameterizedTest
    @CsvSource({"Location, /v2/x", "Range, 0-9", "Location, https://elsewhere/v2/x"})
    void an_upload_that_nobody_says_how_to_go_on_with_ends(String header, String value) throws Exception {
        answering = (request, body) -> answer(202, Map.of(header, value));

        HttpResponse<String> answer =
                send(request(UPLOAD).method("PATCH", BodyPublishers.ofByteArray(new byte[PART + 1])));

        assertError(answer, 502, "BLOB_UPLOAD_INVALID");
        assertThat(asked).hasSize(1);
    }

    @Test
    void clients_do_not_wait_for_each_other() {
        int clients = 20;
        CyclicBarrier all = new CyclicBarrier(clients);
        answering = (request, body) -> {
            try {
                all.await(1, TimeUnit.MINUTES);
                return answer(200, Map.of("X-Path", request.rawPath()));
            } catch (Exception e) {
                throw new IOException(e);
            }
        };
        HttpClient client = client();

        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, clients)
                .mapToObj(n -> client.sendAsync(request("/v2/app" + n).GET().build(), BodyHandlers.ofString()))
                .toList();

        for (int n = 0; n < clients; n++) {
            assertThat(answers.get(n).join().headers().firstValue("x-path")).hasValue("/v2/app" + n);
        }
    }

    private String named(String url) {
        return url.replace("{stack}", stack.endpoint().toString());
    }
}
