package dev.ferry.registry.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** An object of a lifecycle policy, read by ECR's schema for it. What breaks the schema is told as ECR's validator tells it. */
final class SchemaObject {
    private final JsonNode members;

    /** @param optional members that it may have besides those that it must have */
    SchemaObject(JsonNode node, List<String> required, List<String> optional) {
        if (!node.isObject()) {
            throw wrongType(node, "object");
        }
        TreeSet<String> missing = new TreeSet<>(required);
        TreeSet<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(name -> {
            missing.remove(name);
            if (!required.contains(name) && !optional.contains(name)) {
                unknown.add(name);
            }
        });
        if (!missing.isEmpty()) {
            throw new InvalidLifecyclePolicyException("object has missing required properties (" + list(missing) + ")");
        }
        if (!unknown.isEmpty()) {
            throw new InvalidLifecyclePolicyException(
                    "object instance has properties which are not allowed by the schema: (" + list(unknown) + ")");
        }
        this.members = node;
    }

    boolean has(String member) {
        return members.has(member);
    }

    JsonNode member(String member) {
        return members.get(member);
    }

    String text(String member) {
        JsonNode value = members.get(member);
        if (!value.isTextual()) {
            throw wrongType(value, "string");
        }
        return value.textValue();
    }

    Optional<String> optionalText(String member) {
        return has(member) ? Optional.of(text(member)) : Optional.empty();
    }

    /** A text that is one of the schema's. */
    <T extends Enum<T>> T oneOf(String member, Class<T> type) {
        String value = text(member);
        List<T> all = List.of(type.getEnumConstants());
        return all.stream().filter(one -> lowerCase(one).equals(value)).findFirst().orElseThrow(() ->
                new InvalidLifecyclePolicyException("instance value (\"" + value + "\") not found in enum (possible values: "
                        + list(all.stream().map(SchemaObject::lowerCase).sorted().toList()) + ")"));
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    int atLeast(String member, int minimum) {
        JsonNode value = members.get(member);
        if (!value.isIntegralNumber()) {
            throw wrongType(value, "integer");
        }
        if (value.bigIntegerValue().signum() < 0 || value.canConvertToInt() && value.intValue() < minimum) {
            throw new InvalidLifecyclePolicyException("numeric instance is lower than the required minimum (minimum: " + minimum
                    + ", found: " + value + ")");
        }
        if (!value.canConvertToInt()) {
            throw new InvalidLifecyclePolicyException("numeric instance is greater than the required maximum (maximum: "
                    + Integer.MAX_VALUE + ", found: " + value + ")");
        }
        return value.intValue();
    }

    List<JsonNode> elements(String member, int most) {
        JsonNode list = members.get(member);
        if (!list.isArray()) {
            throw wrongType(list, "array");
        }
        if (list.isEmpty()) {
            throw new InvalidLifecyclePolicyException(
                    "array is too short: must have at least 1 elements but instance has 0 elements");
        }
        if (list.size() > most) {
            throw new InvalidLifecyclePolicyException("array is too long: must have at most " + most
                    + " elements but instance has " + list.size() + " elements");
        }
        List<JsonNode> elements = new ArrayList<>();
        list.forEach(elements::add);
        return elements;
    }

    /** The texts of a list, none of them empty; no text at all where there is no list. */
    List<String> optionalTexts(String member) {
        return has(member) ? elements(member, Integer.MAX_VALUE).stream().map(SchemaObject::filled).toList() : List.of();
    }

    private static String filled(JsonNode value) {
        if (!value.isTextual()) {
            throw wrongType(value, "string");
        }
        if (value.textValue().isEmpty()) {
            throw new InvalidLifecyclePolicyException("string \"\" is too short (length: 0, required minimum: 1)");
        }
        return value.textValue();
    }

    private static InvalidLifecyclePolicyException wrongType(JsonNode value, String allowed) {
        String type = value.isIntegralNumber() ? "integer" : value.getNodeType().name().toLowerCase(Locale.ROOT);
        return new InvalidLifecyclePolicyException("instance type (" + type
                + ") does not match any allowed primitive type (allowed: [\"" + allowed + "\"])");
    }

    private static String list(Iterable<String> values) {
        List<String> all = new ArrayList<>();
        values.forEach(all::add);
        return all.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
    }
}
