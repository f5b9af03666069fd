package dev.ferry.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.StringJoiner;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CloudFormation's intrinsic functions (AWS CloudFormation User Guide, "Intrinsic function reference"). */
final class Intrinsics {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^}]*)}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final References references;
    private final Conditions conditions;
    private final JsonNode mappings;

    Intrinsics(References references, JsonNode conditions, JsonNode mappings, Location top) {
        this.references = references;
        this.conditions = new Conditions(conditions, this, top.child("Conditions"));
        this.mappings = mappings;
    }

    Conditions conditions() {
        return conditions;
    }

    /** The value with every function in it worked out; what became {@code AWS::NoValue} is left out of lists and maps. */
    JsonNode resolve(JsonNode value, Location location) {
        if (isFunction(value)) {
            String function = value.fieldNames().next();
            return call(function, value.get(function), location);
        }
        if (value.isArray()) {
            ArrayNode list = NODES.arrayNode();
            for (JsonNode item : value) {
                JsonNode resolved = resolve(item, location.child(list.size()));
                if (!resolved.isMissingNode()) {
                    list.add(resolved);
                }
            }
            return list;
        }
        if (value.isObject()) {
            ObjectNode map = NODES.objectNode();
            for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                JsonNode resolved = resolve(value.get(name), location.child(name));
                if (!resolved.isMissingNode()) {
                    map.set(name, resolved);
                }
            }
            return map;
        }
        return value;
    }

    static boolean isFunction(JsonNode value) {
        if (!value.isObject() || value.size() != 1) {
            return false;
        }
        String name = value.fieldNames().next();
        return name.equals("Ref") || name.startsWith("Fn::");
    }

    private JsonNode call(String function, JsonNode argument, Location location) {
        return switch (function) {
            case "Ref" -> references.ref(text(argument, location), location);
            case "Fn::GetAtt" -> attribute(argument, location);
            case "Fn::Sub" -> substitute(argument, location);
            case "Fn::Join" -> join(list(function, argument, 2, location), location);
            case "Fn::Select" -> select(list(function, argument, 2, location), location);
            case "Fn::Split" -> split(list(function, argument, 2, location), location);
            case "Fn::FindInMap" -> find(list(function, argument, 3, location), location);
            case "Fn::If" -> {
                JsonNode branches = list(function, argument, 3, location);
                boolean holds = conditions.holds(text(branches.get(0), location), location);
                yield resolve(branches.get(holds ? 1 : 2), location);
            }
            default -> throw location.fault(function + " cannot be resolved here");
        };
    }

    private JsonNode attribute(JsonNode argument, Location location) {
        JsonNode parts = argument;
        if (argument.isTextual()) {
            parts = NODES.arrayNode();
            for (String part : argument.textValue().split("\\.", 2)) {
                ((ArrayNode) parts).add(part);
            }
        }
        list("Fn::GetAtt", parts, 2, location);
        return references.attribute(text(parts.get(0), location), text(parts.get(1), location), location);
    }

    private JsonNode substitute(JsonNode argument, Location location) {
        JsonNode variables = NODES.objectNode();
        JsonNode template = argument;
        if (argument.isArray()) {
            list("Fn::Sub", argument, 2, location);
            template = argument.get(0);
            variables = argument.get(1);
        }
        JsonNode known = variables;
        return new TextNode(VARIABLE.matcher(text(template, location))
                .replaceAll(match -> Matcher.quoteReplacement(variable(match, known, location))));
    }

    private String variable(MatchResult match, JsonNode known, Location location) {
        String name = match.group(2).trim();
        if (!match.group(1).isEmpty()) {
            return "${" + name + "}";
        }
        if (known.has(name)) {
            return text(known.get(name), location);
        }
        int dot = name.indexOf('.');
        JsonNode value = dot < 0
                ? references.ref(name, location)
                : references.attribute(name.substring(0, dot), name.substring(dot + 1), location);
        return text(value, location);
    }

    private JsonNode join(JsonNode arguments, Location location) {
        StringJoiner joined = new StringJoiner(text(arguments.get(0), location));
        for (JsonNode item : items("Fn::Join", arguments.get(1), location)) {
            joined.add(text(item, location));
        }
        return new TextNode(joined.toString());
    }

    private JsonNode select(JsonNode arguments, Location location) {
        String index = text(arguments.get(0), location);
        JsonNode items = items("Fn::Select", arguments.get(1), location);
        if (!index.matches("[0-9]{1,9}") || !items.has(Integer.parseInt(index))) {
            throw location.fault("Fn::Select finds no item " + index + " among " + items.size());
        }
        return items.get(Integer.parseInt(index));
    }

    private JsonNode split(JsonNode arguments, Location location) {
        ArrayNode parts = NODES.arrayNode();
        String delimiter = Pattern.quote(text(arguments.get(0), location));
        for (String part : text(arguments.get(1), location).split(delimiter, -1)) {
            parts.add(part);
        }
        return parts;
    }

    private JsonNode find(JsonNode arguments, Location location) {
        JsonNode found = mappings;
        for (JsonNode key : arguments) {
            found = found.path(text(key, location));
        }
        if (found.isMissingNode()) {
            throw location.fault("Fn::FindInMap finds no " + arguments + " in Mappings");
        }
        return found;
    }

    private JsonNode items(String function, JsonNode argument, Location location) {
        JsonNode items = resolve(argument, location);
        if (!items.isArray()) {
            throw location.fault(function + " needs a list, not " + items);
        }
        return items;
    }

    /** The text a function needs; numbers and booleans are texts to CloudFormation. */
    String text(JsonNode argument, Location location) {
        JsonNode value = resolve(argument, location);
        if (!value.isValueNode() || value.isNull()) {
            throw location.fault("needs a text, not " + value);
        }
        return value.asText();
    }

    static JsonNode list(String function, JsonNode argument, int size, Location location) {
        if (!argument.isArray() || argument.size() != size) {
            throw location.fault(function + " needs a list of " + size + ", not " + argument);
        }
        return argument;
    }
}
