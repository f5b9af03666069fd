package dev.ferry.simulation.dynamodb.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Which attributes an answer has. */
public record Projection(List<String> names) {

    public Projection {
        names = List.copyOf(names);
    }

    static Projection parse(Tokens tokens) {
        List<String> names = new ArrayList<>();
        do {
            names.add(tokens.takeName());
        } while (tokens.take(","));
        if (!tokens.atEnd()) {
            throw tokens.syntaxError();
        }
        return new Projection(names);
    }

    /** @throws InvalidExpressionException if an attribute is named twice */
    public void requireDistinct(Bindings bindings) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(bindings.name(name))) {
                throw new InvalidExpressionException("Two document paths overlap with each other; must remove or rewrite "
                        + "one of these paths: " + bindings.name(name));
            }
        }
    }

    public Map<String, AttributeValue> of(Map<String, AttributeValue> item, Bindings bindings) {
        Map<String, AttributeValue> projected = new TreeMap<>();
        for (String name : names) {
            String attribute = bindings.name(name);
            if (item.containsKey(attribute)) {
                projected.put(attribute, item.get(attribute));
            }
        }
        return Collections.unmodifiableMap(projected);
    }
}
