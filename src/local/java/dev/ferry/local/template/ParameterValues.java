package dev.ferry.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** What {@code Ref} makes of a template's own parameters and of CloudFormation's pseudo parameters. */
final class ParameterValues {
    private final Map<String, JsonNode> values = new HashMap<>();

    ParameterValues(JsonNode declarations, TemplateParameters given, Location location) {
        values.put("AWS::Region", new TextNode(given.region()));
        values.put("AWS::AccountId", new TextNode(given.accountId()));
        values.put("AWS::Partition", new TextNode(given.partition()));
        values.put("AWS::URLSuffix", new TextNode(given.dnsSuffix()));
        values.put("AWS::NoValue", MissingNode.getInstance());
        for (Iterator<String> names = declarations.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            values.put(name, value(declarations.get(name), given.overrides().get(name), location.child(name)));
        }
        for (String name : given.overrides().keySet()) {
            if (!declarations.has(name)) {
                throw location.fault("has no parameter " + name + " to set");
            }
        }
    }

    Optional<JsonNode> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private static JsonNode value(JsonNode declaration, String override, Location location) {
        if (override == null && !declaration.has("Default")) {
            throw location.fault("has no default, so it must be set");
        }
        String text = override == null ? declaration.get("Default").asText() : override;
        check(text, declaration, location);
        String type = declaration.path("Type").asText();
        return switch (type) {
            case "String", "Number" -> new TextNode(text);
            case "CommaDelimitedList", "List<Number>" -> list(text);
            default -> throw location.fault("has the type " + type + ", which cannot be looked up on one machine");
        };
    }

    private static void check(String text, JsonNode declaration, Location location) {
        if (declaration.has("AllowedPattern") && !text.matches(declaration.get("AllowedPattern").asText())) {
            throw location.fault("must match " + declaration.get("AllowedPattern").asText() + ", not be '" + text + "'");
        }
        if (declaration.has("AllowedValues")) {
            for (JsonNode allowed : declaration.get("AllowedValues")) {
                if (allowed.asText().equals(text)) {
                    return;
                }
            }
            throw location.fault("must be one of " + declaration.get("AllowedValues") + ", not '" + text + "'");
        }
    }

    private static ArrayNode list(String text) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (String item : text.split(",")) {
            list.add(item.trim());
        }
        return list;
    }
}
