package dev.ferry.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The error object that a runtime reports: {@code {"errorMessage", "errorType", "stackTrace"}}. */
final class RuntimeErrors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RuntimeErrors() {}

    static byte[] json(String errorType, String errorMessage) {
        try {
            return JSON.writeValueAsBytes(
                    JSON.createObjectNode().put("errorMessage", errorMessage).put("errorType", errorType));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what a runtime reported; a runtime may send what is no JSON, which is then the message. */
    static InvocationResult.Failure read(byte[] reported) {
        try {
            JsonNode error = JSON.readTree(reported);
            return new InvocationResult.Failure(
                    error.path("errorType").asText("Runtime.Unknown"), error.path("errorMessage").asText(""), reported);
        } catch (IOException e) {
            return InvocationResult.Failure.of("Runtime.Unknown", new String(reported, StandardCharsets.UTF_8));
        }
    }
}
