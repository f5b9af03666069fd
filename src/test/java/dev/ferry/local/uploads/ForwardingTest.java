package dev.ferry.local.uploads;

import static dev.ferry.local.uploads.LayerBodies.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.local.http.BodyMemory;
import dev.ferry.local.http.Gateway;
import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import dev.ferry.local.http.HttpExchanges;
import dev.ferry.local.http.RequestHandler;
import dev.ferry.local.http.WholeBodies;
import dev.ferry.local.lambda.RecordedLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A gateway before a deployed stack, whose answers the test gives. */
abstract class ForwardingTest {
    static final BodyMemory MEMORY = BodyMemory.withTemporaryFiles();
    static final String MANIFEST = "/v2/team/app/manifests/1.0";
    static final String UPLOAD = "/v2/team/app/blobs/uploads/1";

    final List<GatewayRequest> asked = new CopyOnWriteArrayList<>();
    final RecordedLog log = new RecordedLog();
    RequestHandler answering = (request, body) -> answer(200, Map.of());
    Gateway stack;
    Gateway gateway;

    @BeforeEach
    void open() throws IOException {
        stack = new Gateway(0);
        stack.open(new HttpExchanges((request, body) -> {
            GatewayRequest whole = request.withBody(body.readAllBytes());
            asked.add(new GatewayRequest(request.method(), request.rawPath(), request.rawQuery(), request.headers(),
                    whole.body(), request.protocol(), request.sourceIp()));
            return answering.handle(whole, InputStream.nullInputStream());
        }));
        gateway = inFrontOf(stack.endpoint().toString(), Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        gateway.close();
        stack.close();
    }

    Gateway inFrontOf(String endpoint, Duration answered) throws IOException {
        ApiEndpoint parsed = ApiEndpoint.parse(endpoint);
        ForwardedApi api = new ForwardedApi(parsed, log, answered);
        Gateway opened = new Gateway(0);
        opened.open(new HttpExchanges(new RegistryPaths(parsed, new LayerBodies(api, MEMORY, new WholeBodies(SMALL, MEMORY, api)))));
        return opened;
    }

    static GatewayResponse answer(int status, Map<String, String> headers) {
        return new GatewayResponse(
                status,
                headers.entrySet().stream().collect(Collectors.toMap(
                        Map.Entry::getKey, header -> List.of(header.getValue()))),
                new byte[0]);
    }

    static void assertError(HttpResponse<String> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode error = new ObjectMapper().readTree(answer.body()).at("/errors/0");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).isNotEmpty();
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client().send(request.build(), BodyHandlers.ofString());
    }

    static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(gateway.endpoint() + pathAndQuery));
    }
}
