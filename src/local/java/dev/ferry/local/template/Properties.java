package dev.ferry.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The properties of a resource or of a part of it, resolved, and checked for names that nothing here would heed. */
final class Properties {
    private final JsonNode values;
    private final Location location;

    private Properties(JsonNode values, Location location) {
        this.values = values;
        this.location = location;
    }

    /**
     * @param heeded     the properties that will be read
     * @param passedOver those that mean nothing on one machine; they are not even resolved
     * @throws TemplateException if there is any other
     */
    static Properties of(
            JsonNode declared, Intrinsics intrinsics, Location location, Set<String> heeded, Set<String> passedOver) {
        JsonNode properties = Intrinsics.isFunction(declared) ? intrinsics.resolve(declared, location) : declared;
        checkNames(properties, location, heeded, passedOver);
        if (properties instanceof ObjectNode map) {
            return new Properties(intrinsics.resolve(map.deepCopy().remove(passedOver), location), location);
        }
        return new Properties(MissingNode.getInstance(), location);
    }

    Location location() {
        return location;
    }

    Location locationOf(String name) {
        return location.child(name);
    }

    JsonNode tree(String name) {
        return values.path(name);
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> location.fault("needs " + name));
    }

    Optional<String> optionalText(String name) {
        return Optional.of(values.path(name))
                .filter(value -> !value.isMissingNode())
                .map(value -> scalar(value, locationOf(name)));
    }

    int integer(String name, int absent) {
        return optionalText(name).map(text -> integer(text, locationOf(name))).orElse(absent);
    }

    int integer(String name) {
        return integer(text(name), locationOf(name));
    }

    Duration seconds(String name, Duration absent) {
        return Duration.ofSeconds(integer(name, Math.toIntExact(absent.toSeconds())));
    }

    boolean flag(String name, boolean absent) {
        String text = optionalText(name).orElse(Boolean.toString(absent));
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw locationOf(name).fault("must be true or false, not " + text);
        };
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : list(name)) {
            texts.add(scalar(item, locationOf(name).child(texts.size())));
        }
        return texts;
    }

    Map<String, String> textsByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Iterator<String> names = values.path(name).fieldNames(); names.hasNext(); ) {
            String key = names.next();
            texts.put(key, scalar(values.path(name).get(key), locationOf(name).child(key)));
        }
        return texts;
    }

    /** A part of these properties; without any, if it is absent. */
    Properties part(String name, Set<String> heeded) {
        checkNames(values.path(name), locationOf(name), heeded, Set.of());
        return new Properties(values.path(name), locationOf(name));
    }

    boolean has(String name) {
        return values.has(name);
    }

    List<Properties> parts(String name, Set<String> heeded, Set<String> passedOver) {
        List<Properties> parts = new ArrayList<>();
        for (JsonNode item : list(name)) {
            Location at = locationOf(name).child(parts.size());
            checkNames(item, at, heeded, passedOver);
            parts.add(new Properties(item, at));
        }
        return parts;
    }

    private JsonNode list(String name) {
        JsonNode list = values.path(name);
        if (!list.isArray() && !list.isMissingNode()) {
            throw locationOf(name).fault("must be a list, not " + list);
        }
        return list;
    }

    private static String scalar(JsonNode value, Location location) {
        if (!value.isValueNode() || value.isNull()) {
            throw location.fault("must be a text, not " + value);
        }
        return value.asText();
    }

    private static int integer(String text, Location location) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw location.fault("must be a whole number, not " + text);
        }
    }

    private static void checkNames(JsonNode values, Location location, Set<String> heeded, Set<String> passedOver) {
        if (values.isMissingNode() || values.isNull()) {
            return;
        }
        if (!values.isObject()) {
            throw location.fault("must be a map, not " + values);
        }
        for (Iterator<String> names = values.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!heeded.contains(name) && !passedOver.contains(name)) {
                throw location.fault("has " + name + ", which cannot be had on one machine");
            }
        }
    }
}
