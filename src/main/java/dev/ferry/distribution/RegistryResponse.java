package dev.ferry.distribution;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.identity.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The HTTP response to a {@link HttpRequest}.
 *
 * @param headers no value has a control character, so that nothing that a caller sent can become a header of its own
 * @param body    not copied
 */
public record RegistryResponse(int status, Map<String, String> headers, byte[] body) {
    private static final byte[] NOTHING = new byte[0];

    public RegistryResponse {
        headers = Map.copyOf(headers);
        headers.forEach((name, value) -> {
            if (value.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("the header " + name + " would have a control character");
            }
        });
    }

    public static RegistryResponse of(int status) {
        return new RegistryResponse(status, Map.of(), NOTHING);
    }

    /** JSON text, in UTF-8. */
    public static RegistryResponse json(int status, String mediaType, ObjectNode body) {
        return of(status).with(mediaType, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static RegistryResponse error(DistributionException error) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("errors").addObject()
                .put("code", error.error().code())
                .put("message", error.getMessage())
                .putNull("detail");
        return json(error.error().status(), "application/json", body).withAll(error.headers());
    }

    public RegistryResponse with(String mediaType, byte[] content) {
        return new RegistryResponse(status, headers, content).with("Content-Type", mediaType);
    }

    public RegistryResponse with(String header, String value) {
        return withAll(Map.of(header, value));
    }

    /** The same with further headers. */
    public RegistryResponse withAll(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(headers);
        all.putAll(more);
        return new RegistryResponse(status, all, body);
    }

    /** What is answered to HEAD: all but the body, whose length is told. */
    RegistryResponse withoutBody() {
        return headers.containsKey("Content-Length")
                ? new RegistryResponse(status, headers, NOTHING)
                : new RegistryResponse(status, headers, NOTHING).with("Content-Length", Integer.toString(body.length));
    }
}
