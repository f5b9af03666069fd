package dev.ferry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.EcrException;
import java.util.Map;

/**
 * The HTTP response to an {@link HttpRequest}.
 *
 * @param body text in UTF-8; not copied
 */
public record ApiResponse(int status, Map<String, String> headers, byte[] body) {
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String JSON = "application/x-amz-json-1.1";
    private static final String REQUEST_ID = "x-amzn-RequestId";
    private static final String ERROR_TYPE = "x-amzn-ErrorType";

    static ApiResponse output(String requestId, byte[] body) {
        return new ApiResponse(200, Map.of(CONTENT_TYPE, JSON, REQUEST_ID, requestId), body);
    }

    /** An error: its code as {@code __type}, its message, and its own members beside them. */
    static ApiResponse error(String requestId, EcrException error) {
        String type = error.code().type();
        ObjectNode body = EcrJson.object();
        body.put("__type", type);
        body.put("message", error.getMessage());
        error.members().forEach((name, value) -> body.set(name, EcrJson.value(value)));
        return new ApiResponse(
                HttpStatus.of(error.code()),
                Map.of(CONTENT_TYPE, JSON, REQUEST_ID, requestId, ERROR_TYPE, type),
                EcrJson.write(body));
    }
}
