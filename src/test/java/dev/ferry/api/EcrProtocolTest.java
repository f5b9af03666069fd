package dev.ferry.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.identity.Caller;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.store.ContentionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ResourceLock("java.util.logging")
class EcrProtocolTest {
    private static final String PREFIX = "AmazonEC2ContainerRegistry_V20150921.";
    private static final Caller CALLER =
            new Caller("FERRYEXAMPLEKEY00001", new AccountId("111122223333"), "arn:aws:iam::111122223333:user/deployer");
    private static final Authentication SIGNED =
            request -> new Authentication.Signature(CALLER, new RegionName("us-west-2"));

    @Test
    void output_is_answered_as_aws_json_with_a_request_id() {
        ApiResponse response = answer("DescribeRegistry", "{}", request -> EcrJson.object().put("registryId", "x"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).containsEntry("Content-Type", "application/x-amz-json-1.1");
        assertThat(response.headers().get("x-amzn-RequestId")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(response.body()).asString(UTF_8).isEqualTo("{\"registryId\":\"x\"}");
    }

    @Test
    void registry_is_the_callers_own_in_the_region_of_the_signature() {
        ApiResponse response = answer("ListImages", "{\"repositoryName\": \"app\"}", EcrProtocolTest::echo);

        assertThat(response.body()).asString(UTF_8).isEqualTo("{\"111122223333/us-west-2\":\"111122223333\"}");
    }

    @Test
    void registry_is_another_accounts_when_the_request_names_it() {
        ApiResponse response = answer("ListImages",
                "{\"repositoryName\": \"app\", \"registryId\": \"444455556666\"}", EcrProtocolTest::echo);

        assertThat(response.body()).asString(UTF_8).isEqualTo("{\"444455556666/us-west-2\":\"111122223333\"}");
    }

    @Test
    void registry_stays_the_callers_when_the_operation_takes_no_registry_id() {
        ApiResponse response = answer("DescribeRegistry", "{\"registryId\": \"444455556666\"}", EcrProtocolTest::echo);

        assertThat(response.body()).asString(UTF_8).contains("111122223333/us-west-2");
    }

    private static ObjectNode echo(OperationRequest request) {
        Registry registry = request.registry();
        return EcrJson.object().put(registry.toString(), request.caller().account().value());
    }

    @Test
    void error_carries_its_type_message_and_members() {
        ApiResponse response = answer("DescribeRegistry", "{}", request -> {
            throw new EcrException(ErrorCode.INVALID_LAYER_PART, "The part does not follow the last one",
                    Map.of("lastValidByteReceived", 41L, "uploadId", "u"));
        });

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.headers())
                .containsEntry("Content-Type", "application/x-amz-json-1.1")
                .containsEntry("x-amzn-ErrorType", "InvalidLayerPartException")
                .containsKey("x-amzn-RequestId");
        assertThat(body(response)).isEqualTo(EcrJson.object()
                .put("__type", "InvalidLayerPartException")
                .put("message", "The part does not follow the last one")
                .put("lastValidByteReceived", 41)
                .put("uploadId", "u"));
    }

    @Test
    void who_loses_to_others_however_often_is_told_to_try_again_as_ecr_does() {
        ApiResponse response = answer("DescribeRegistry", "{}", request -> {
            throw new ContentionException("the tag 1.0 was changed meanwhile");
        });

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.headers()).containsEntry("x-amzn-ErrorType", "ThrottlingException");
        assertThat(body(response).get("message").asText()).isEqualTo("the tag 1.0 was changed meanwhile");
    }

    @Test
    void wrong_signature_is_answered_before_anything_else_is_looked_at() {
        ApiResponse response = protocol("DescribeRegistry", EcrProtocolTest::echo).answer(
                new HttpRequest("POST", "/", "", Map.of(), "{".getBytes(UTF_8), Optional.empty()),
                request -> {
                    throw new EcrException(ErrorCode.INCOMPLETE_SIGNATURE, "no signature");
                });

        assertThat(response.status()).isEqualTo(403);
        assertThat(body(response).get("__type").textValue()).isEqualTo("IncompleteSignatureException");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /, X-Amz-Target, AmazonEC2ContainerRegistry_V20150921.NoSuchOperation",
        "POST, /, X-Amz-Target, AmazonEC2ContainerRegistry_V20150921.",
        "POST, /, X-Amz-Target, DescribeRegistry",
        "POST, /, X-Amz-Target, DynamoDB_20120810.ListTables",
        "POST, /, Accept, application/json",
        "POST, /v2/, X-Amz-Target, AmazonEC2ContainerRegistry_V20150921.DescribeRegistry",
        "GET, /, X-Amz-Target, AmazonEC2ContainerRegistry_V20150921.DescribeRegistry"
    })
    void what_is_no_operation_is_answered_with_unknown_operation(
            String method, String path, String header, String value) {
        ApiResponse response = protocol("DescribeRegistry", EcrProtocolTest::echo)
                .answer(new HttpRequest(method, path, "", Map.of(header, value), new byte[0], Optional.empty()), SIGNED);

        assertThat(response.status()).isEqualTo(404);
        assertThat(body(response).get("__type").textValue()).isEqualTo("UnknownOperationException");
        assertThat(body(response).get("message").textValue()).isNotBlank();
    }

    @Test
    void header_names_are_read_whatever_their_case() {
        ApiResponse response = protocol("DescribeRegistry", EcrProtocolTest::echo).answer(
                new HttpRequest("POST", "/", "", Map.of("x-amz-target", PREFIX + "DescribeRegistry"), new byte[0],
                        Optional.empty()), SIGNED);

        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void body_that_is_no_structure_is_refused() {
        assertThat(body(answer("DescribeRegistry", "[]", EcrProtocolTest::echo))).isEqualTo(EcrJson.object()
                .put("__type", "SerializationException")
                .put("message", "Start of list found where not expected"));
        assertThat(body(answer("DescribeRegistry", "null", EcrProtocolTest::echo)).get("message").textValue())
                .isEqualTo("NULL_VALUE can not be converted to Structure");
    }

    @Test
    void failure_of_another_kind_is_logged_with_the_request_id_and_shows_nothing_of_itself() {
        List<ExtLogRecord> logged = new ArrayList<>();
        Handler handler = new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord line) {
                logged.add(line);
            }
        };
        Logger logger = Logger.getLogger(EcrProtocol.class.getName());
        logger.addHandler(handler);
        try {
            ApiResponse response = answer("DescribeRegistry", "{}", request -> {
                throw new IllegalArgumentException("table ferry-settings");
            });

            String requestId = response.headers().get("x-amzn-RequestId");
            assertThat(response.status()).isEqualTo(500);
            assertThat(body(response).get("__type").textValue()).isEqualTo("ServerException");
            assertThat(response.body()).asString(UTF_8).contains(requestId).doesNotContain("ferry-settings");
            assertThat(logged).singleElement().satisfies(line -> {
                assertThat(new PatternFormatter("%s").format(line)).contains(requestId, "DescribeRegistry");
                assertThat(line.getThrown()).hasMessage("table ferry-settings");
            });
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void answer_too_large_for_a_function_is_a_limit_exceeded_where_the_operation_has_that() {
        String manifest = "\"".repeat(ResponseLimit.MAX_BYTES / 4);

        ApiResponse response = answer("BatchGetImage", "{\"repositoryName\": \"app\", \"imageIds\": [{}]}",
                request -> EcrJson.object().put("imageManifest", manifest));

        assertThat(response.status()).isEqualTo(400);
        assertThat(body(response).get("__type").textValue()).isEqualTo("LimitExceededException");
        assertThat(body(response).get("message").textValue())
                .startsWith("The answer to BatchGetImage takes ").endsWith("Ask for less at a time.");
    }

    @Test
    void answer_too_large_for_a_function_is_a_server_exception_elsewhere() {
        ApiResponse response = answer("DescribeRegistry", "{}",
                request -> EcrJson.object().put("x", "a".repeat(ResponseLimit.MAX_BYTES)));

        assertThat(response.status()).isEqualTo(500);
        assertThat(body(response).get("message").textValue()).contains("DescribeRegistry");
    }

    @Test
    void answer_as_large_as_a_function_can_give_is_given() {
        int around = "{\"x\":\"\"}".length() + 4;

        ApiResponse response = answer("DescribeRegistry", "{}",
                request -> EcrJson.object().put("x", "a".repeat(ResponseLimit.MAX_BYTES - around)));

        assertThat(response.status()).isEqualTo(200);
    }

    private static ApiResponse answer(String operation, String body, Function<OperationRequest, ObjectNode> answer) {
        HttpRequest request =
                new HttpRequest("POST", "/", "", Map.of("X-Amz-Target", PREFIX + operation), body.getBytes(UTF_8),
                        Optional.empty());
        return protocol(operation, answer).answer(request, SIGNED);
    }

    private static EcrProtocol protocol(String operation, Function<OperationRequest, ObjectNode> answer) {
        return new EcrProtocol(new EcrOperations(new EcrModel(() -> false), List.of(new Answering(operation, answer))),
                (asked, request) -> List.of());
    }

    private static JsonNode body(ApiResponse response) {
        return EcrJson.parse(response.body());
    }
}
