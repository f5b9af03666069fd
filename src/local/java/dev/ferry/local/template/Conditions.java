package dev.ferry.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** A template's {@code Conditions} and the functions that may stand in them. */
final class Conditions {
    private final JsonNode declarations;
    private final Intrinsics intrinsics;
    private final Location location;
    private final Set<String> underWay = new HashSet<>();

    Conditions(JsonNode declarations, Intrinsics intrinsics, Location location) {
        this.declarations = declarations;
        this.intrinsics = intrinsics;
        this.location = location;
    }

    /**
     * Whether the condition of that name holds.
     *
     * @param usedAt where it is named
     * @throws TemplateException if it is not declared, or depends on itself
     */
    boolean holds(String name, Location usedAt) {
        if (!declarations.has(name)) {
            throw usedAt.fault("names the condition " + name + ", which is not declared");
        }
        if (!underWay.add(name)) {
            throw location.child(name).fault("depends on itself");
        }
        try {
            return evaluate(declarations.get(name), location.child(name));
        } finally {
            underWay.remove(name);
        }
    }

    private boolean evaluate(JsonNode expression, Location at) {
        String function = expression.isObject() && expression.size() == 1 ? expression.fieldNames().next() : "";
        JsonNode argument = expression.path(function);
        return switch (function) {
            case "Condition" -> holds(argument.asText(), at);
            case "Fn::Equals" -> {
                JsonNode sides = Intrinsics.list(function, argument, 2, at);
                yield intrinsics.text(sides.get(0), at).equals(intrinsics.text(sides.get(1), at));
            }
            case "Fn::Not" -> !evaluate(Intrinsics.list(function, argument, 1, at).get(0), at);
            case "Fn::And" -> count(argument, at) == argument.size();
            case "Fn::Or" -> count(argument, at) > 0;
            default -> throw at.fault("is no condition: " + expression);
        };
    }

    private int count(JsonNode expressions, Location at) {
        if (!expressions.isArray() || expressions.size() < 2) {
            throw at.fault("needs a list of two conditions or more, not " + expressions);
        }
        int holding = 0;
        for (JsonNode expression : expressions) {
            holding += evaluate(expression, at) ? 1 : 0;
        }
        return holding;
    }
}
