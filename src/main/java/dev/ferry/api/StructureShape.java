package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.EcrException;
import java.util.Map;
import java.util.Set;

/**
 * Named members. What the model doesn't know is left out, as AWS ignores it, and so is a member that is null.
 *
 * @param members  in the model's order, in which they are checked
 * @param required the names of those that must be there
 */
record StructureShape(Map<String, Shape> members, Set<String> required) implements Shape {

    @Override
    public ObjectNode read(JsonNode value, String path) {
        if (!value.isObject()) {
            throw SerializationError.mismatch(value, "Structure", path);
        }
        ObjectNode read = JsonNodeFactory.instance.objectNode();
        members.forEach((name, shape) -> {
            String memberPath = memberPath(path, name);
            if (value.hasNonNull(name)) {
                read.set(name, shape.read(value.get(name), memberPath));
            } else if (required.contains(name)) {
                throw EcrException.invalidParameter(memberPath, "Member must not be null");
            }
        });
        return read;
    }

    static String memberPath(String structurePath, String name) {
        return structurePath.isEmpty() ? name : structurePath + "." + name;
    }
}
