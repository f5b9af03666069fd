package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.registry.EcrException;

/** The least and the most that a number or a length may be, both of them allowed. */
record Bounds(long min, long max) {

    /** The bounds that a shape of the model has; the one that it doesn't give is open. */
    static Bounds of(JsonNode shape) {
        return new Bounds(shape.path("min").asLong(Long.MIN_VALUE), shape.path("max").asLong(Long.MAX_VALUE));
    }

    void checkLength(long length, String path) {
        check("length", length, path);
    }

    void checkValue(long value, String path) {
        check("value", value, path);
    }

    private void check(String what, long measured, String path) {
        if (measured < min) {
            throw EcrException.invalidParameter(path, "Member must have " + what + " greater than or equal to " + min);
        }
        if (measured > max) {
            throw EcrException.invalidParameter(path, "Member must have " + what + " less than or equal to " + max);
        }
    }
}
