package dev.ferry.local.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.local.events.EventBus;
import dev.ferry.local.events.EventsApi;
import dev.ferry.local.http.BodyMemory;
import dev.ferry.local.http.Gateway;
import dev.ferry.local.http.HttpExchanges;
import dev.ferry.local.http.WholeBodies;
import dev.ferry.local.lambda.AcceptedEvents;
import dev.ferry.local.lambda.AsynchronousInvocations;
import dev.ferry.local.lambda.Functions;
import dev.ferry.local.lambda.InvocationResult;
import dev.ferry.local.lambda.RecordedLog;
import dev.ferry.local.lambda.RetryDelay;
import dev.ferry.local.lambda.StackLocation;
import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.Trigger;
import dev.ferry.local.template.Trigger.HttpRoute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP API of a machine, and functions that say what they are invoked with. */
abstract class HttpApiFixture {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=%s/20260102/%s/ecr/aws4_request, "
            + "SignedHeaders=host;x-amz-date, Signature=00";

    final List<String> invoked = new CopyOnWriteArrayList<>();
    final List<JsonNode> events = new CopyOnWriteArrayList<>();
    final List<String> provisioned = new CopyOnWriteArrayList<>();
    InvocationResult answer = success("{\"statusCode\":200,\"body\":\"ok\"}");
    @TempDir
    Path accepted;
    AsynchronousInvocations asynchronous;
    Gateway gateway;

    @BeforeEach
    void open() throws IOException {
        List<LambdaFunction> functions = List.of(
                function("Api", new HttpRoute("POST", "/"), new HttpRoute("GET", "/things/{thing}")),
                function("Distribution", new HttpRoute("ANY", "/v2"), new HttpRoute("ANY", "/v2/{proxy+}")),
                function("Push", new Trigger.EventRule("{\"source\":[\"aws.ecr\"],\"detail\":{\"result\":[\"SUCCESS\"]}}")));
        RecordedLog log = new RecordedLog();
        asynchronous = new AsynchronousInvocations(
                this::invoke,
                "999999999999",
                AcceptedEvents.in(accepted),
                (region, queue, body) -> {},
                RetryDelay.LOCAL,
                Clock.systemUTC(),
                log);
        AccountKeys keys = new AccountKeys(
                "LOCALKEY", "999999999999", (region, id) -> region.equals("eu-west-1") && id.equals("FERRYMADEKEY00000001"));
        EventBus bus = new EventBus(asynchronous, log);
        bus.add("ap-southeast-2", functions);
        gateway = new Gateway(0);
        HttpApi api = new HttpApi(
                functions,
                keys,
                request -> request,
                this::invoke,
                new EventsApi(bus, Clock.systemUTC()),
                provisioned::add,
                new StackLocation("999999999999", "us-east-1"),
                Clock.systemUTC(),
                log);
        gateway.open(new HttpExchanges(new WholeBodies(Functions.PAYLOAD_LIMIT, BodyMemory.withTemporaryFiles(), api)));
    }

    @AfterEach
    void close() {
        gateway.close();
        asynchronous.close();
    }

    InvocationResult invoke(String function, String region, byte[] event) {
        invoked.add(function + " " + region);
        try {
            events.add(JSON.readTree(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer;
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

    static InvocationResult success(String payload) {
        return new InvocationResult.Success(payload.getBytes(UTF_8));
    }

    static LambdaFunction function(String logicalId, Trigger... triggers) {
        return new LambdaFunction(
                logicalId,
                "Handler::handleRequest",
                Map.of(),
                128,
                Duration.ofSeconds(3),
                List.of(triggers),
                new LambdaFunction.AsynchronousInvocation(0, Duration.ofHours(1), Optional.empty()));
    }
}
