package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ferry.registry.EcrException;

/** Elements of one shape, in their order. An error calls the first one {@code <list>.1.member}, as AWS does. */
record ListShape(Shape element, Bounds size) implements Shape {

    @Override
    public JsonNode read(JsonNode value, String path) {
        if (!value.isArray()) {
            throw SerializationError.mismatch(value, "List", path);
        }
        size.checkLength(value.size(), path);
        ArrayNode read = JsonNodeFactory.instance.arrayNode(value.size());
        for (JsonNode each : value) {
            String elementPath = elementPath(path, read.size());
            if (each.isNull()) {
                throw EcrException.invalidParameter(elementPath, "Member must not be null");
            }
            read.add(element.read(each, elementPath));
        }
        return read;
    }

    /** @param index counted from 0 */
    static String elementPath(String listPath, int index) {
        return listPath + "." + (index + 1) + ".member";
    }
}
