package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import java.util.Base64;

/**
 * Bytes, which JSON carries as base64.
 *
 * @param length in bytes, decoded
 */
record BlobShape(Bounds length) implements Shape {

    @Override
    public JsonNode read(JsonNode value, String path) {
        if (!value.isTextual()) {
            throw SerializationError.mismatch(value, "Blob", path);
        }
        byte[] bytes = decode(value.textValue(), path);
        length.checkLength(bytes.length, path);
        return BinaryNode.valueOf(bytes);
    }

    private static byte[] decode(String text, String path) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw SerializationError.of("STRING_VALUE is not base64 at '" + path + "'");
        }
    }
}
