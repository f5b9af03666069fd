package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the shapes of {@code ecr-operations.json}, each once. */
final class ShapeReader {
    private final JsonNode definitions;
    private final Map<String, Shape> made = new HashMap<>();

    /** @param definitions each shape by its name */
    ShapeReader(JsonNode definitions) {
        this.definitions = definitions;
    }

    StructureShape structure(JsonNode definition) {
        Map<String, Shape> members = new LinkedHashMap<>();
        definition.required("members").properties().forEach(member ->
                members.put(member.getKey(), named(member.getValue().textValue())));
        return new StructureShape(members, EcrModel.texts(definition.path("required")));
    }

    private Shape named(String name) {
        Shape shape = made.get(name);
        if (shape == null) {
            shape = shape(definitions.required(name));
            made.put(name, shape);
        }
        return shape;
    }

    private Shape shape(JsonNode definition) {
        Bounds bounds = Bounds.of(definition);
        String type = definition.required("type").textValue();
        return switch (type) {
            case "string" -> new StringShape(bounds,
                    Optional.ofNullable(definition.path("pattern").textValue()).map(Pattern::compile),
                    List.copyOf(EcrModel.texts(definition.path("enum"))));
            case "integer" -> new NumberShape(NumberShape.Width.INTEGER, bounds);
            case "long" -> new NumberShape(NumberShape.Width.LONG, bounds);
            case "boolean" -> new BooleanShape();
            case "blob" -> new BlobShape(bounds);
            case "list" -> new ListShape(named(definition.required("element").textValue()), bounds);
            case "structure" -> structure(definition);
            default -> throw new IllegalStateException("ecr-operations.json has a shape of unknown type " + type);
        };
    }
}
