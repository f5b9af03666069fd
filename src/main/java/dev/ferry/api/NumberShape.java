package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;

/** A whole number. */
record NumberShape(Width width, Bounds bounds) implements Shape {

    /** How large a number may be before it is none for this shape. */
    enum Width {
        INTEGER("Integer"),
        LONG("Long");

        private final String type;

        Width(String type) {
            this.type = type;
        }

        private boolean holds(JsonNode value) {
            return value.isIntegralNumber() && (this == INTEGER ? value.canConvertToInt() : value.canConvertToLong());
        }
    }

    @Override
    public JsonNode read(JsonNode value, String path) {
        if (!width.holds(value)) {
            throw SerializationError.mismatch(value, width.type, path);
        }
        bounds.checkValue(value.longValue(), path);
        return value;
    }
}
