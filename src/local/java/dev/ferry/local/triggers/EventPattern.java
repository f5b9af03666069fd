package dev.ferry.local.triggers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An EventBridge event pattern, which is also the language of Lambda's event filters: an event matches if every field of
 * the pattern does. What the language has and this does not know (such as {@code cidr}) is refused when the pattern is read,
 * not passed over.
 */
public final class EventPattern {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OR = "$or";

    private final List<Condition> conditions;

    private EventPattern(List<Condition> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    /** A part of a pattern that an object of the event has to meet. */
    private interface Condition {
        boolean isMetBy(JsonNode object);
    }

    /** @throws IllegalArgumentException if it is no pattern, or has an operator that is not known */
    public static EventPattern parse(String json) {
        try {
            JsonNode pattern = JSON.readTree(json);
            if (!pattern.isObject()) {
                throw new IllegalArgumentException("Event pattern is not valid. Reason: Filter is not an object: " + json);
            }
            return of(pattern);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Event pattern is not valid. Reason: " + e.getOriginalMessage(), e);
        }
    }

    private static EventPattern of(JsonNode pattern) {
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("Event pattern is not valid. Reason: Empty objects are not allowed");
        }
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : pattern.properties()) {
            conditions.add(condition(field.getKey(), field.getValue()));
        }
        return new EventPattern(conditions);
    }

    private static Condition condition(String name, JsonNode pattern) {
        if (name.equals(OR) && pattern.isArray()) {
            List<EventPattern> alternatives = new ArrayList<>();
            pattern.forEach(alternative -> alternatives.add(of(alternative)));
            return object -> alternatives.stream().anyMatch(alternative -> alternative.matches(object));
        }
        if (pattern.isObject()) {
            EventPattern nested = of(pattern);
            return object -> nested.matchesValue(object.path(name));
        }
        if (pattern.isArray() && !pattern.isEmpty()) {
            List<ValueTest> tests = new ArrayList<>();
            pattern.forEach(test -> tests.add(ValueTests.parse(name, test)));
            return object -> anyTestTakes(tests, object.path(name));
        }
        throw new IllegalArgumentException(
                "Event pattern is not valid. Reason: \"" + name + "\" must be an object or a non-empty array");
    }

    public boolean matches(JsonNode event) {
        return conditions.stream().allMatch(condition -> condition.isMetBy(event));
    }

    /** A field that is absent may still match, as its own fields may be required not to exist. */
    private boolean matchesValue(JsonNode value) {
        if (value.isArray()) {
            for (JsonNode element : value) {
                if (element.isObject() && matches(element)) {
                    return true;
                }
            }
            return false;
        }
        return matches(value);
    }

    private static boolean anyTestTakes(List<ValueTest> tests, JsonNode value) {
        if (!value.isArray()) {
            return tests.stream().anyMatch(test -> test.takes(value));
        }
        for (JsonNode element : value) {
            if (tests.stream().anyMatch(test -> test.takes(element))) {
                return true;
            }
        }
        return false;
    }
}
