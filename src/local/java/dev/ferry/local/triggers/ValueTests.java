package dev.ferry.local.triggers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Reads what may stand in the array of a field of an {@link EventPattern}. */
final class ValueTests {
    private ValueTests() {}

    static ValueTest parse(String field, JsonNode test) {
        if (!test.isObject()) {
            return literal(field, test);
        }
        if (test.size() != 1) {
            throw invalid(field, "expected one operator in " + test);
        }
        Map.Entry<String, JsonNode> operator = test.properties().iterator().next();
        JsonNode operand = operator.getValue();
        return switch (operator.getKey()) {
            case "exists" -> exists(field, operand);
            case "numeric" -> NumericRange.parse(field, operand);
            case "anything-but" -> anythingBut(field, operand);
            default -> {
                Predicate<String> text = textOperator(field, operator.getKey(), operand);
                yield value -> value.isTextual() && text.test(value.textValue());
            }
        };
    }

    private static ValueTest literal(String field, JsonNode expected) {
        if (expected.isArray()) {
            throw invalid(field, "an array in an array");
        }
        if (expected.isNumber()) {
            BigDecimal number = expected.decimalValue();
            return value -> value.isNumber() && value.decimalValue().compareTo(number) == 0;
        }
        return expected::equals;
    }

    private static ValueTest exists(String field, JsonNode operand) {
        if (!operand.isBoolean()) {
            throw invalid(field, "exists takes true or false");
        }
        return value -> value.isMissingNode() != operand.booleanValue();
    }

    private static ValueTest anythingBut(String field, JsonNode operand) {
        List<ValueTest> excluded = new ArrayList<>();
        if (operand.isObject()) {
            if (operand.size() != 1) {
                throw invalid(field, "expected one operator in " + operand);
            }
            Map.Entry<String, JsonNode> operator = operand.properties().iterator().next();
            for (JsonNode text : operator.getValue().isArray() ? operator.getValue() : List.of(operator.getValue())) {
                Predicate<String> test = textOperator(field, operator.getKey(), text);
                excluded.add(value -> value.isTextual() && test.test(value.textValue()));
            }
        } else {
            for (JsonNode literal : operand.isArray() ? operand : List.of(operand)) {
                excluded.add(literal(field, literal));
            }
        }
        return value -> !value.isMissingNode() && excluded.stream().noneMatch(test -> test.takes(value));
    }

    private static Predicate<String> textOperator(String field, String operator, JsonNode operand) {
        boolean ignoreCase = operand.isObject() && operand.size() == 1 && operand.has("equals-ignore-case");
        if (ignoreCase && (operator.equals("prefix") || operator.equals("suffix"))) {
            Predicate<String> folded = textOperator(field, operator, foldedOperand(operand));
            return text -> folded.test(fold(text));
        }
        if (!operand.isTextual()) {
            throw invalid(field, operator + " takes a string, not " + operand);
        }
        String expected = operand.textValue();
        return switch (operator) {
            case "prefix" -> text -> text.startsWith(expected);
            case "suffix" -> text -> text.endsWith(expected);
            case "equals-ignore-case" -> expected::equalsIgnoreCase;
            case "wildcard" -> WildcardText.parse(expected)::matches;
            default -> throw invalid(field, "the operator " + operator + " is not known here");
        };
    }

    private static JsonNode foldedOperand(JsonNode operand) {
        return TextNode.valueOf(fold(operand.path("equals-ignore-case").asText()));
    }

    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static IllegalArgumentException invalid(String field, String reason) {
        return new IllegalArgumentException("Event pattern is not valid. Reason: at \"" + field + "\", " + reason);
    }
}
