package dev.ferry.local.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the HTTP API answers. */
public record GatewayResponse(int status, Map<String, List<String>> headers, byte[] body) {

    public GatewayResponse {
        headers = Map.copyOf(headers);
    }

    /** A header, whatever its case. */
    public Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .findFirst();
    }

    /** The same answer with another value of a header. */
    public GatewayResponse withHeader(String name, String value) {
        Map<String, List<String>> others = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        others.putAll(headers);
        others.put(name, List.of(value));
        return new GatewayResponse(status, others, body);
    }

    /** API Gateway's own errors, such as {@code {"message":"Not Found"}}. */
    public static GatewayResponse message(int status, String message) {
        return json(
                status,
                "application/json",
                JsonNodeFactory.instance.objectNode().put("message", message).toString().getBytes(StandardCharsets.UTF_8));
    }

    /** An error as AWS's JSON protocols have it. */
    public static GatewayResponse error(int status, String code, String message) {
        String json = JsonNodeFactory.instance
                .objectNode()
                .put("__type", code)
                .put("message", message)
                .toString();
        return json(status, "application/x-amz-json-1.1", json.getBytes(StandardCharsets.UTF_8));
    }

    /** An error in OCI's form (OCI distribution specification, "Error Codes"). */
    public static GatewayResponse ociError(int status, String code, String message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("errors").addObject().put("code", code).put("message", message).putNull("detail");
        return json(status, "application/json", json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** An error of the gateway itself, in the form of whichever API is at the path. */
    public static GatewayResponse errorAt(String path, int status, String awsCode, String ociCode, String message) {
        return path.equals("/v2") || path.startsWith("/v2/")
                ? ociError(status, ociCode, message)
                : error(status, awsCode, message);
    }

    public static GatewayResponse json(int status, String contentType, byte[] body) {
        return new GatewayResponse(status, Map.of("Content-Type", List.of(contentType)), body);
    }
}
