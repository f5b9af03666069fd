package dev.ferry.registry;

import static dev.ferry.registry.Quoted.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One object within a manifest, read strictly. What it refuses it names by its path, such as {@code layers[2].size}.
 * A member that is {@code null} counts as absent, as writers in Go mean it.
 */
final class ManifestObject {
    private final String path;
    private final JsonNode node;

    /**
     * @param path    where the object stands, empty for the manifest itself
     * @param members those that the specifications define here. Widespread readers take {@code Layers} for
     *     {@code layers}, so that a member which differs only in case would mean one thing to them and another here.
     * @throws InvalidManifestException if it is no object, or has a member that differs from a defined one in case
     */
    ManifestObject(String path, JsonNode node, Set<String> members) {
        if (!node.isObject()) {
            throw new InvalidManifestException(
                    (path.isEmpty() ? "an image manifest" : path) + " must be a JSON object");
        }
        this.path = path;
        this.node = node;
        node.fieldNames().forEachRemaining(name -> members.stream()
                .filter(member -> member.equalsIgnoreCase(name) && !member.equals(name))
                .findAny()
                .ifPresent(member -> {
                    throw new InvalidManifestException(at(member) + " must not be written as " + quoted(name));
                }));
    }

    /** Whether the member is there, be it {@code null}. */
    boolean mentions(String member) {
        return node.has(member);
    }

    Optional<JsonNode> member(String member) {
        return Optional.ofNullable(node.get(member)).filter(value -> !value.isNull());
    }

    JsonNode required(String member) {
        return member(member).orElseThrow(() -> new InvalidManifestException(at(member) + " is required"));
    }

    Optional<String> text(String member) {
        return member(member).map(value -> text(at(member), value));
    }

    String requiredText(String member) {
        return text(at(member), required(member));
    }

    /** The elements of an array, none if it is absent. */
    List<JsonNode> elements(String member) {
        return member(member).map(value -> elements(at(member), value)).orElse(List.of());
    }

    List<JsonNode> requiredElements(String member) {
        return elements(at(member), required(member));
    }

    long requiredInteger(String member) {
        JsonNode value = required(member);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new InvalidManifestException(at(member) + " must be an integer");
        }
        return value.longValue();
    }

    /** A media type, none if the member is absent. */
    Optional<String> mediaType(String member) {
        Optional<String> mediaType = text(member);
        if (mediaType.isPresent() && !MediaTypes.isWellFormed(mediaType.get())) {
            throw new InvalidManifestException(at(member) + " must be a media type without parameters");
        }
        return mediaType;
    }

    Digest requiredDigest(String member) {
        try {
            return Digest.parse(requiredText(member));
        } catch (InvalidValueException invalid) {
            throw new InvalidManifestException(at(member) + " " + invalid.getMessage());
        }
    }

    /** Keys and values that are text, in their order; none if the member is absent. */
    Map<String, String> textByKey(String member) {
        Map<String, String> texts = new LinkedHashMap<>();
        member(member).ifPresent(map -> {
            if (!map.isObject()) {
                throw new InvalidManifestException(at(member) + " must be a JSON object");
            }
            map.fields().forEachRemaining(entry -> texts.put(
                    unicode(at(member), entry.getKey()),
                    text(at(member) + "[" + quoted(entry.getKey()) + "]", entry.getValue())));
        });
        return texts;
    }

    /** The path of one of its members. */
    String at(String member) {
        return path.isEmpty() ? member : path + "." + member;
    }

    private static List<JsonNode> elements(String path, JsonNode value) {
        if (!value.isArray()) {
            throw new InvalidManifestException(path + " must be a JSON array");
        }
        List<JsonNode> elements = new ArrayList<>(value.size());
        value.forEach(elements::add);
        return elements;
    }

    static String text(String path, JsonNode value) {
        if (!value.isTextual()) {
            throw new InvalidManifestException(path + " must be a string");
        }
        return unicode(path, value.textValue());
    }

    /** JSON can spell half of a surrogate pair, which no UTF-8 can hold and nobody can be given back. */
    private static String unicode(String path, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidManifestException(path + " must be valid Unicode");
        }
        return text;
    }
}
