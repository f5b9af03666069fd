package dev.ferry.local.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.local.lambda.InvocationResult;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request becomes an event, and a function's result an answer, as API Gateway has it. */
class HttpApiTest extends HttpApiFixture {
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
}
