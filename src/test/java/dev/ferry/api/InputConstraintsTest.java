package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every constraint of every member of every operation, broken alone in an input that is otherwise right. */
class InputConstraintsTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ModelDocument DOCUMENT = new ModelDocument();
    private static final EcrModel MODEL = new EcrModel(() -> false);

    /** @param change makes the operation's full input wrong, or takes it to a bound */
    private record Case(String what, Consumer<ObjectNode> change, ErrorCode code, String message) {
        static Case invalid(String path, String what, Consumer<ObjectNode> change, String constraint) {
            return new Case(path + " " + what, change, ErrorCode.INVALID_PARAMETER,
                    "Invalid parameter at '" + path + "' failed to satisfy constraint: '" + constraint + "'");
        }

        static Case mismatch(String path, String what, Consumer<ObjectNode> change, String message) {
            return new Case(path + " " + what, change, ErrorCode.SERIALIZATION, message + " at '" + path + "'");
        }

        static Case accepted(String path, String what, Consumer<ObjectNode> change) {
            return new Case(path + " " + what, change, null, null);
        }
    }

    /** Where a value stands in an input: how to put another one there. */
    private interface Place {
        void put(ObjectNode input, JsonNode value);

        default Consumer<ObjectNode> holding(JsonNode value) {
            return input -> put(input, value);
        }
    }

    @TestFactory
    Stream<DynamicTest> every_constraint_of_the_model_is_enforced() {
        return DOCUMENT.operations().stream().flatMap(operation -> {
            List<Case> cases = new ArrayList<>();
            structure(DOCUMENT.input(operation), "", input -> input, cases);
            return cases.stream()
                    .map(each -> dynamicTest(operation + ": " + each.what(), () -> check(operation, each)));
        });
    }

    private static void check(String operation, Case constraint) {
        ObjectNode input = DOCUMENT.fullInput(operation);
        constraint.change().accept(input);

        EcrException error = catchThrowableOfType(EcrException.class,
                () -> MODEL.operation(operation).orElseThrow().read(input));

        if (constraint.code() == null) {
            assertThat(error).isNull();
        } else {
            assertThat(error).hasMessage(constraint.message());
            assertThat(error.code()).isEqualTo(constraint.code());
        }
    }

    private interface Structure {
        ObjectNode in(ObjectNode input);
    }

    private static void structure(JsonNode shape, String path, Structure structure, List<Case> cases) {
        shape.get("members").properties().forEach(member -> {
            String name = member.getKey();
            String memberPath = path.isEmpty() ? name : path + "." + name;
            Place place = (input, value) -> structure.in(input).set(name, value);
            if (ModelDocument.required(shape).contains(name)) {
                cases.add(Case.invalid(memberPath, "missing", input -> structure.in(input).remove(name),
                        "Member must not be null"));
                cases.add(Case.invalid(memberPath, "null", place.holding(NODES.nullNode()), "Member must not be null"));
            } else {
                cases.add(Case.accepted(memberPath, "null", place.holding(NODES.nullNode())));
            }
            member(DOCUMENT.shape(member.getValue().textValue()), memberPath, place,
                    input -> structure.in(input).get(name), cases);
        });
    }

    private interface Value {
        JsonNode in(ObjectNode input);
    }

    private static void member(JsonNode shape, String path, Place place, Value value, List<Case> cases) {
        switch (shape.get("type").textValue()) {
            case "string" -> string(shape, path, place, cases);
            case "integer" -> number(shape, path, place, "Integer", BigInteger.ONE.shiftLeft(31), cases);
            case "long" -> number(shape, path, place, "Long", BigInteger.ONE.shiftLeft(63), cases);
            case "boolean" -> cases.add(Case.mismatch(path, "as text", place.holding(NODES.textNode("true")),
                    "STRING_VALUE can not be converted to Boolean"));
            case "blob" -> blob(shape, path, place, cases);
            case "list" -> list(shape, path, place, value, cases);
            case "structure" -> {
                cases.add(Case.mismatch(path, "as text", place.holding(NODES.textNode("{}")),
                        "STRING_VALUE can not be converted to Structure"));
                cases.add(Case.mismatch(path, "as list", place.holding(NODES.arrayNode()),
                        "Start of list found where not expected"));
                structure(shape, path, input -> (ObjectNode) value.in(input), cases);
            }
            default -> throw new IllegalStateException("unknown type in " + shape);
        }
    }

    private static void string(JsonNode shape, String path, Place place, List<Case> cases) {
        cases.add(Case.mismatch(path, "as number", place.holding(NODES.numberNode(1)),
                "NUMBER_VALUE can not be converted to String"));
        cases.add(Case.mismatch(path, "as structure", place.holding(NODES.objectNode()),
                "Start of structure or map found where not expected"));
        cases.add(new Case(path + " with half a surrogate pair", place.holding(NODES.textNode("a\ud800")),
                ErrorCode.SERIALIZATION,
                "Half of a surrogate pair, which is no Unicode text, found at '" + path + "'"));
        int min = shape.path("min").asInt();
        boolean free = !shape.has("pattern") && !shape.has("enum");
        if (min > 0) {
            cases.add(Case.invalid(path, "too short", place.holding(NODES.textNode("a".repeat(min - 1))),
                    "Member must have length greater than or equal to " + min));
        }
        if (free) {
            cases.add(Case.accepted(path, "as short as may be", place.holding(NODES.textNode("a".repeat(min)))));
        }
        if (shape.has("max")) {
            int max = shape.get("max").intValue();
            cases.add(Case.invalid(path, "too long", place.holding(NODES.textNode("a".repeat(max + 1))),
                    "Member must have length less than or equal to " + max));
            if (free) {
                cases.add(Case.accepted(path, "as long as may be, in characters outside the BMP",
                        place.holding(NODES.textNode("\ud83d\udea2".repeat(max)))));
            }
        }
        if (shape.has("pattern")) {
            String sample = ModelDocument.sampleText(shape);
            String constraint = "must satisfy regular expression '" + shape.get("pattern").textValue() + "'";
            cases.add(Case.invalid(path, "with another character",
                    place.holding(NODES.textNode(sample.substring(1) + "\u00e9")), constraint));
            cases.add(Case.invalid(path, "with a newline after it",
                    place.holding(NODES.textNode(sample + "\n")), constraint));
        }
        if (shape.has("enum")) {
            cases.add(Case.invalid(path, "none of the enum", place.holding(NODES.textNode("NONE_OF_THEM")),
                    "Member must satisfy enum value set: [" + enumValues(shape) + "]"));
            shape.get("enum").forEach(each ->
                    cases.add(Case.accepted(path, each.textValue(), place.holding(each))));
        }
    }

    private static String enumValues(JsonNode shape) {
        List<String> values = new ArrayList<>();
        shape.get("enum").forEach(each -> values.add(each.textValue()));
        return String.join(", ", values);
    }

    private static void number(
            JsonNode shape, String path, Place place, String type, BigInteger tooLarge, List<Case> cases) {
        String mismatch = "_VALUE can not be converted to " + type;
        cases.add(Case.mismatch(path, "as text", place.holding(NODES.textNode("1")), "STRING" + mismatch));
        cases.add(Case.mismatch(path, "as boolean", place.holding(NODES.booleanNode(true)), "TRUE" + mismatch));
        cases.add(Case.mismatch(path, "as fraction", place.holding(NODES.numberNode(1.5)), "NUMBER" + mismatch));
        cases.add(Case.mismatch(path, "larger than the type", place.holding(NODES.numberNode(tooLarge)),
                "NUMBER" + mismatch));
        if (shape.has("min")) {
            long min = shape.get("min").longValue();
            cases.add(Case.invalid(path, "too small", place.holding(NODES.numberNode(min - 1)),
                    "Member must have value greater than or equal to " + min));
            cases.add(Case.accepted(path, "as small as may be", place.holding(NODES.numberNode(min))));
        }
        if (shape.has("max")) {
            long max = shape.get("max").longValue();
            cases.add(Case.invalid(path, "too large", place.holding(NODES.numberNode(max + 1)),
                    "Member must have value less than or equal to " + max));
            cases.add(Case.accepted(path, "as large as may be", place.holding(NODES.numberNode(max))));
        }
    }

    private static void blob(JsonNode shape, String path, Place place, List<Case> cases) {
        int max = shape.get("max").intValue();
        cases.add(Case.mismatch(path, "as number", place.holding(NODES.numberNode(1)),
                "NUMBER_VALUE can not be converted to Blob"));
        cases.add(Case.mismatch(path, "as other text", place.holding(NODES.textNode("bGF5\nZXI=")),
                "STRING_VALUE is not base64"));
        cases.add(Case.accepted(path, "empty", place.holding(NODES.textNode(""))));
        cases.add(Case.accepted(path, "as long as may be", place.holding(base64(max))));
        cases.add(Case.invalid(path, "too long", place.holding(base64(max + 1)),
                "Member must have length less than or equal to " + max));
    }

    private static JsonNode base64(int length) {
        return NODES.textNode(Base64.getEncoder().encodeToString(new byte[length]));
    }

    private static void list(JsonNode shape, String path, Place place, Value value, List<Case> cases) {
        cases.add(Case.mismatch(path, "as text", place.holding(NODES.textNode("[]")),
                "STRING_VALUE can not be converted to List"));
        cases.add(Case.mismatch(path, "as structure", place.holding(NODES.objectNode()),
                "Start of structure or map found where not expected"));
        int min = shape.path("min").asInt();
        if (min > 0) {
            cases.add(Case.invalid(path, "too short", place.holding(NODES.arrayNode()),
                    "Member must have length greater than or equal to " + min));
        } else {
            cases.add(Case.accepted(path, "empty", place.holding(NODES.arrayNode())));
        }
        if (shape.has("max")) {
            int max = shape.get("max").intValue();
            cases.add(Case.accepted(path, "as long as may be", input -> fill((ArrayNode) value.in(input), max)));
            cases.add(Case.invalid(path, "too long", input -> fill((ArrayNode) value.in(input), max + 1),
                    "Member must have length less than or equal to " + max));
        }
        String elementPath = path + ".1.member";
        Place first = (input, element) -> ((ArrayNode) value.in(input)).set(0, element);
        cases.add(Case.invalid(elementPath, "null", first.holding(NODES.nullNode()), "Member must not be null"));
        cases.add(Case.mismatch(path + ".2.member", "of another type", input ->
                ((ArrayNode) value.in(input)).add(NODES.arrayNode()), "Start of list found where not expected"));
        member(DOCUMENT.shape(shape.get("element").textValue()), elementPath, first,
                input -> value.in(input).get(0), cases);
    }

    private static void fill(ArrayNode list, int size) {
        while (list.size() < size) {
            list.add(list.get(0));
        }
    }
}
