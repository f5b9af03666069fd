package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;

/** True or false. */
record BooleanShape() implements Shape {

    @Override
    public JsonNode read(JsonNode value, String path) {
        if (!value.isBoolean()) {
            throw SerializationError.mismatch(value, "Boolean", path);
        }
        return value;
    }
}
