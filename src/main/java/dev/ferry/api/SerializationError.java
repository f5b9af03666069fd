package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;

/** Requests that cannot be read at all, which AWS answers with SerializationException. */
final class SerializationError {
    private SerializationError() {}

    static EcrException of(String message) {
        return new EcrException(ErrorCode.SERIALIZATION, message);
    }

    /**
     * A value of one JSON type where another belongs, worded as AWS does, with the member added.
     *
     * @param expected the type that belongs there: {@code String}, {@code List}
     * @param path     the member's, empty for the body itself
     */
    static EcrException mismatch(JsonNode value, String expected, String path) {
        String where = path.isEmpty() ? "" : " at '" + path + "'";
        return of(switch (value.getNodeType()) {
            case OBJECT -> "Start of structure or map found where not expected" + where;
            case ARRAY -> "Start of list found where not expected" + where;
            case BOOLEAN -> (value.booleanValue() ? "TRUE_VALUE" : "FALSE_VALUE") + notA(expected) + where;
            default -> value.getNodeType() + "_VALUE" + notA(expected) + where;
        });
    }

    private static String notA(String expected) {
        return " can not be converted to " + expected;
    }
}
