package dev.ferry.local.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** The gateway over HTTP, with what a function answers said by the test. */
class HttpApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=%s/20260102/%s/ecr/aws4_request, "
            + "SignedHeaders=host;x-amz-date, Signature=00";

    private final List<String> invoked = new CopyOnWriteArrayList<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<String> provisioned = new CopyOnWriteArrayList<>();
    private InvocationResult answer = success("{\"statusCode\":200,\"body\":\"ok\"}");

    @TempDir
    Path accepted;

    private AsynchronousInvocations asynchronous;
    private Gateway gateway;

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

    @Test
    void a_request_becomes_an_event_of_payload_format_2_0() throws Exception {
        send(request("/?a=1&a=2&b=x%20y")
                .header("Authorization", AUTHORIZATION.formatted("111122223333", "eu-west-1"))
                .header("X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921.PutImage")
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Many", "one")
                .header("X-Many", "two")
                .header("Cookie", "c=1; d=2")
                .POST(BodyPublishers.ofString("{\"n\":1}")));

        assertThat(invoked).containsExactly("Api eu-west-1");
        assertThat(provisioned).containsExactly("eu-west-1");
        JsonNode event = events.get(0);
        assertThat(event.path("version").asText()).isEqualTo("2.0");
        assertThat(event.path("routeKey").asText()).isEqualTo("POST /");
        assertThat(event.path("rawPath").asText()).isEqualTo("/");
        assertThat(event.path("rawQueryString").asText()).isEqualTo("a=1&a=2&b=x%20y");
        assertThat(event.at("/queryStringParameters/a").asText()).isEqualTo("1,2");
        assertThat(event.at("/queryStringParameters/b").asText()).isEqualTo("x y");
        assertThat(event.at("/headers/x-amz-target").asText()).endsWith(".PutImage");
        assertThat(event.at("/headers/x-many").asText().split(",\\s*")).containsExactlyInAnyOrder("one", "two");
        assertThat(event.path("cookies").toString()).isEqualTo("[\"c=1\",\"d=2\"]");
        assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
        assertThat(new String(Base64.getDecoder().decode(event.path("body").asText()), UTF_8)).isEqualTo("{\"n\":1}");
        assertThat(event.at("/requestContext/http/method").asText()).isEqualTo("POST");
        assertThat(event.at("/requestContext/http/sourceIp").asText()).isEqualTo("127.0.0.1");
        assertThat(event.at("/requestContext/http/userAgent").asText()).startsWith("Java-http-client");
        assertThat(event.at("/requestContext/stage").asText()).isEqualTo("$default");
        assertThat(event.at("/requestContext/accountId").asText()).isEqualTo("999999999999");
        assertThat(event.at("/requestContext/domainName").asText())
                .isEqualTo("localhost:" + gateway.endpoint().getPort());
        assertThat(event.at("/requestContext/time").asText()).matches("\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
    }

    @ParameterizedTest
    @CsvSource({"application/json,false", "text/plain; charset=utf-8,false", "application/octet-stream,true"})
    void only_text_is_passed_on_as_it_is(String contentType, boolean base64) throws Exception {
        send(request("/").header("Content-Type", contentType).POST(BodyPublishers.ofString("body")));

        assertThat(events.get(0).path("isBase64Encoded").asBoolean()).isEqualTo(base64);
        assertThat(events.get(0).path("body").asText()).isEqualTo(base64 ? "Ym9keQ==" : "body");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/,Api,POST /,",
        "GET,/things/one,Api,GET /things/{thing},one",
        "GET,/v2,Distribution,ANY /v2,",
        "PATCH,/v2/team/app/blobs/uploads/1,Distribution,ANY /v2/{proxy+},team/app/blobs/uploads/1"
    })
    void a_route_leads_to_its_function(String method, String path, String function, String key, String parameter)
            throws Exception {
        send(request(path).method(method, BodyPublishers.noBody()));

        assertThat(invoked).containsExactly(function + " us-east-1");
        assertThat(events.get(0).path("routeKey").asText()).isEqualTo(key);
        List<String> values = new ArrayList<>();
        events.get(0).path("pathParameters").forEach(value -> values.add(value.asText()));
        assertThat(values).isEqualTo(parameter == null ? List.of() : List.of(parameter));
    }

    @ParameterizedTest
    @CsvSource({"GET,/", "POST,/things/one", "GET,/things/one/more", "GET,/v3", "GET,/v22"})
    void what_no_route_takes_is_not_found(String method, String path) throws Exception {
        HttpResponse<String> response = send(request(path).method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"message\":\"Not Found\"}");
        assertThat(invoked).isEmpty();
    }

    @Test
    void the_answer_has_the_functions_status_headers_cookies_and_body() throws Exception {
        answer = success("{\"statusCode\":201,\"headers\":{\"Location\":\"/x\",\"Docker-Content-Digest\":\"d\"},"
                + "\"cookies\":[\"a=1\",\"b=2\"],\"isBase64Encoded\":true,\"body\":\"AAEC\"}");

        HttpResponse<byte[]> response = client().send(request("/v2/x").GET().build(), BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("location")).hasValue("/x");
        assertThat(response.headers().firstValue("docker-content-digest")).hasValue("d");
        assertThat(response.headers().allValues("set-cookie")).containsExactlyInAnyOrder("a=1", "b=2");
        assertThat(response.body()).containsExactly(0, 1, 2);
    }

    @Test
    void an_answer_without_a_status_is_the_body() throws Exception {
        answer = success("{\"hello\":\"world\"}");

        HttpResponse<String> response = send(request("/").POST(BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.body()).isEqualTo("{\"hello\":\"world\"}");
    }

    @Test
    void a_head_request_is_told_the_length_the_function_says() throws Exception {
        answer = success("{\"statusCode\":200,\"headers\":{\"Content-Length\":\"12345\"}}");

        HttpResponse<String> response = send(request("/v2/x").method("HEAD", BodyPublishers.noBody()));

        assertThat(response.headers().firstValueAsLong("content-length")).hasValue(12345);
    }

    @Test
    void a_functions_failure_is_500_and_its_timeout_503() throws Exception {
        answer = new InvocationResult.Failure("x.Boom", "secret", "{}".getBytes(UTF_8));
        HttpResponse<String> failed = send(request("/").POST(BodyPublishers.noBody()));
        answer = new InvocationResult.Failure("Sandbox.Timedout", "too long", "{}".getBytes(UTF_8));
        HttpResponse<String> late = send(request("/").POST(BodyPublishers.noBody()));

        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
    }

    @Test
    void a_request_with_a_key_that_was_made_is_for_the_function_to_verify() throws Exception {
        HttpResponse<String> response = send(request("/")
                .header("Authorization", AUTHORIZATION.formatted("FERRYMADEKEY00000001", "eu-west-1"))
                .POST(BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(send(request("/")
                .header("Authorization", AUTHORIZATION.formatted("FERRYMADEKEY00000001", "us-east-1"))
                .POST(BodyPublishers.noBody())).statusCode()).as("in another Region").isEqualTo(403);
    }

    @Test
    void a_key_that_was_made_puts_no_events() throws Exception {
        HttpResponse<String> response = send(request("/")
                .header("Authorization", AUTHORIZATION.formatted("FERRYMADEKEY00000001", "eu-west-1")
                        .replace("/ecr/", "/events/"))
                .header("X-Amz-Target", "AWSEvents.PutEvents")
                .POST(BodyPublishers.ofString("{\"Entries\":[]}")));

        assertThat(response.statusCode()).isEqualTo(403);
    }

    @Test
    void an_access_key_that_is_no_account_is_refused() throws Exception {
        HttpResponse<String> response = send(request("/")
                .header("Authorization", AUTHORIZATION.formatted("AKIAIOSFODNN7EXAMPLE", "eu-west-1"))
                .POST(BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(JSON.readTree(response.body()).path("__type").asText()).isEqualTo("UnrecognizedClientException");
        assertThat(invoked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /, kms, application/x-amz-json-1.1, '{\"__type\":'",
        "POST, /, ec2, application/x-www-form-urlencoded; charset=utf-8, '<ErrorResponse><Error><Code>NotImplemented'",
        "GET, /bucket/key, s3, , '<Error><Code>NotImplemented'",
    })
    void what_ferry_does_not_have_is_said_in_the_services_own_form(
            String method, String path, String service, String type, String beginning) throws Exception {
        HttpRequest.Builder request = request(path)
                .header("Authorization", AUTHORIZATION.formatted("111122223333", "eu-west-1").replace("/ecr/", "/" + service + "/"))
                .method(method, BodyPublishers.noBody());
        if (type != null) {
            request.header("Content-Type", type);
        }
        HttpResponse<String> response = send(request);

        assertThat(response.statusCode()).isEqualTo(501);
        assertThat(response.body()).startsWith(beginning).contains("Ferry does not have the service " + service);
        assertThat(invoked).isEmpty();
        assertThat(provisioned).isEmpty();
    }

    @Test
    void a_path_that_no_function_takes_makes_no_stack() throws Exception {
        HttpResponse<String> response = send(request("/nothing")
                .header("Authorization", AUTHORIZATION.formatted("111122223333", "eu-west-1")).GET());

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(provisioned).isEmpty();
    }

    @Test
    void a_body_larger_than_a_lambda_request_is_refused() throws Exception {
        HttpResponse<String> response = send(request("/").POST(BodyPublishers.ofByteArray(new byte[20_000_000])));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(JSON.readTree(response.body()).path("__type").asText()).isEqualTo("RequestEntityTooLargeException");
    }

    @Test
    void a_client_that_tries_tls_is_hung_up_on() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.endpoint().getPort())) {
            socket.getOutputStream().write(new byte[] {0x16, 3, 1, 0, 100, 1, 0, 0, 96});
            socket.setSoTimeout(30_000);

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void events_that_are_put_invoke_the_functions_whose_rules_they_match() {
        try (EventBridgeClient client = eventBridge()) {
            PutEventsResponse response = client.putEvents(put -> put.entries(
                    entry -> entry.source("aws.ecr")
                            .detailType("ECR Image Action")
                            .detail("{\"result\":\"SUCCESS\",\"action-type\":\"PUSH\"}"),
                    entry -> entry.source("aws.ecr").detailType("ECR Image Action").detail("{\"result\":\"FAILURE\"}"),
                    entry -> entry.source("aws.ecr").detailType("ECR Image Action").detail("no json"),
                    entry -> entry.detailType("ECR Image Action").detail("{}")));

            assertThat(response.failedEntryCount()).isEqualTo(2);
            assertThat(response.entries().get(0).eventId()).isNotBlank();
            assertThat(response.entries().get(2).errorCode()).isEqualTo("MalformedDetail");
            assertThat(response.entries().get(3).errorCode()).isEqualTo("InvalidArgument");
            await().until(() -> !events.isEmpty());
            JsonNode event = events.get(0);
            assertThat(invoked).containsExactly("Push ap-southeast-2");
            assertThat(provisioned).containsExactly("ap-southeast-2");
            assertThat(event.path("id").asText()).isEqualTo(response.entries().get(0).eventId());
            assertThat(event.path("account").asText()).isEqualTo("111122223333");
            assertThat(event.path("region").asText()).isEqualTo("ap-southeast-2");
            assertThat(event.path("detail-type").asText()).isEqualTo("ECR Image Action");
            assertThat(event.at("/detail/action-type").asText()).isEqualTo("PUSH");
            assertThat(event.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        }
    }

    private EventBridgeClient eventBridge() {
        return EventBridgeClient.builder()
                .region(Region.AP_SOUTHEAST_2)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("111122223333", "any")))
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(gateway.endpoint())
                .build();
    }

    private InvocationResult invoke(String function, String region, byte[] event) {
        invoked.add(function + " " + region);
        try {
            events.add(JSON.readTree(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client().send(request.build(), BodyHandlers.ofString());
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(gateway.endpoint() + pathAndQuery));
    }

    private static InvocationResult success(String payload) {
        return new InvocationResult.Success(payload.getBytes(UTF_8));
    }

    private static LambdaFunction function(String logicalId, Trigger... triggers) {
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
