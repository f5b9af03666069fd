package dev.ferry.local.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What the HTTP API answers. */
public record GatewayResponse(int status, Map<String, List<String>> headers, byte[] body) {

    public GatewayResponse {
        headers = Map.copyOf(headers);
    }

    /** API Gateway's own errors, such as {@code {"message":"Not Found"}}. */
    static GatewayResponse message(int status, String message) {
        return json(
                status,
                "application/json",
                JsonNodeFactory.instance.objectNode().put("message", message).toString().getBytes(StandardCharsets.UTF_8));
    }

    /** An error as AWS's JSON protocols have it. */
    static GatewayResponse error(int status, String code, String message) {
        String json = JsonNodeFactory.instance
                .objectNode()
                .put("__type", code)
                .put("message", message)
                .toString();
        return json(status, "application/x-amz-json-1.1", json.getBytes(StandardCharsets.UTF_8));
    }

    static GatewayResponse json(int status, String contentType, byte[] body) {
        return new GatewayResponse(status, Map.of("Content-Type", List.of(contentType)), body);
    }
}
