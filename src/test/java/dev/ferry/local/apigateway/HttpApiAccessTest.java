package dev.ferry.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** Whose requests are for a function, and what is refused before one is invoked. */
class HttpApiAccessTest extends HttpApiFixture {
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

    private HttpResponse<String> assumeRole(String role, String session) throws Exception {
        return send(request("/")
                .header("Authorization", AUTHORIZATION.formatted("111122223333", "eu-west-1").replace("/ecr/", "/sts/"))
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(BodyPublishers.ofString("Action=AssumeRole&Version=2011-06-15&RoleArn="
                        + URLEncoder.encode(role, StandardCharsets.UTF_8) + "&RoleSessionName=" + session)));
    }

    @Test
    void a_role_that_is_assumed_has_the_key_of_its_account() throws Exception {
        HttpResponse<String> response = assumeRole("arn:aws:iam::444455556666:role/ci/deployer", "build-7");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("<AccessKeyId>444455556666</AccessKeyId>", "<SessionToken>any</SessionToken>")
                .contains("<Arn>arn:aws:sts::444455556666:assumed-role/deployer/build-7</Arn>");
        assertThat(invoked).isEmpty();
        assertThat(provisioned).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::444455556666:user/ci, build, RoleArn must be", "arn:aws:iam::4444:role/ci, build, RoleArn must be",
        "arn:aws:iam::444455556666:role/<b>, build, RoleArn must be", "arn:aws:iam::444455556666:role/ci, x, RoleSessionName must",
        "arn:aws:iam::444455556666:role/ci, <script>, RoleSessionName must",
    })
    void what_is_no_role_or_session_is_refused_and_not_repeated(String role, String session, String why) throws Exception {
        HttpResponse<String> response = assumeRole(role, URLEncoder.encode(session, StandardCharsets.UTF_8));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("<Code>ValidationError</Code>", why).doesNotContain("<script>", "<b>");
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
    void a_client_that_tries_tls_is_told_in_http_and_hung_up_on() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.endpoint().getPort())) {
            socket.getOutputStream().write(new byte[] {0x16, 3, 1, 0, 100, 1, 0, 0, 96});
            socket.setSoTimeout(30_000);

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.0 400 ")
                    .contains("HTTP, without TLS");
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
                .httpClient(ApacheHttpClient.create())
                .endpointOverride(gateway.endpoint())
                .build();
    }
}
