package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;

class EcrModelTest {
    private static final ModelDocument DOCUMENT = new ModelDocument();
    private static final EcrModel MODEL = new EcrModel(() -> false);

    static List<String> operations() {
        return DOCUMENT.operations();
    }

    static List<String> operationsOfTheSdk() {
        return DOCUMENT.operations().stream().filter(name -> !name.contains("ReplicationBackfill")).toList();
    }

    @Test
    void model_has_every_operation_of_ecr() {
        assertThat(DOCUMENT.operations()).hasSize(62)
                .allSatisfy(name -> assertThat(MODEL.operation(name).orElseThrow().name()).isEqualTo(name));
    }

    @Test
    void operation_is_absent_when_ecr_has_none_of_that_name() {
        assertThat(MODEL.operation("ReplicateImage")).isEmpty();
    }

    /** So a broken constraint can always be answered with InvalidParameterException. */
    @ParameterizedTest
    @MethodSource("operations")
    void every_operation_that_takes_input_has_invalid_parameter_among_its_errors(String name) {
        OperationModel operation = MODEL.operation(name).orElseThrow();

        assertThat(operation.input().members().isEmpty() || operation.hasError(ErrorCode.INVALID_PARAMETER)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void input_with_required_members_alone_is_accepted(String name) {
        ObjectNode input = DOCUMENT.minimalInput(name);

        ObjectNode read = MODEL.operation(name).orElseThrow().input().read(input, "");

        assertThat(EcrJson.write(read)).isEqualTo(EcrJson.write(input));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void input_with_every_member_is_accepted_and_kept_whole(String name) {
        ObjectNode input = DOCUMENT.fullInput(name);

        ObjectNode read = MODEL.operation(name).orElseThrow().input().read(input, "");

        assertThat(EcrJson.write(read)).isEqualTo(EcrJson.write(input));
    }

    /** The SDK's classes come from the same service model, by another way; those of November 2026 it does not have yet. */
    @ParameterizedTest
    @MethodSource("operationsOfTheSdk")
    void input_has_the_members_that_the_sdk_sends(String name) throws ReflectiveOperationException {
        Class<?> request = Class.forName("software.amazon.awssdk.services.ecr.model." + name + "Request");
        Object builder = request.getMethod("builder").invoke(null);

        assertThat(described((SdkPojo) builder)).isEqualTo(described(DOCUMENT.input(name)));
    }

    private static Map<String, String> described(SdkPojo structure) {
        return structure.sdkFields().stream().collect(Collectors.toMap(SdkField::locationName, EcrModelTest::type));
    }

    private static String type(SdkField<?> field) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.LIST) {
            return "list of " + type(field.getTrait(ListTrait.class).memberFieldInfo());
        }
        if (type == MarshallingType.SDK_POJO) {
            return described(field.constructor().get()).toString();
        }
        return Map.of(
                MarshallingType.STRING, "string",
                MarshallingType.INTEGER, "integer",
                MarshallingType.LONG, "long",
                MarshallingType.BOOLEAN, "boolean",
                MarshallingType.SDK_BYTES, "blob").get(type);
    }

    private static Map<String, String> described(JsonNode structure) {
        Stream<Map.Entry<String, JsonNode>> members = structure.get("members").properties().stream();
        return members.filter(member -> !member.getKey().equals("deleteReplication")).collect(Collectors.toMap(Map.Entry::getKey,
                member -> type(DOCUMENT.shape(member.getValue().textValue()))));
    }

    private static String type(JsonNode shape) {
        String type = shape.get("type").textValue();
        return switch (type) {
            case "list" -> "list of " + type(DOCUMENT.shape(shape.get("element").textValue()));
            case "structure" -> described(shape).toString();
            default -> type;
        };
    }
}
