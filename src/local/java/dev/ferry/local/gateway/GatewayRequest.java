package dev.ferry.local.gateway;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request to the HTTP API.
 *
 * @param rawPath  the path, percent-encoded as it came
 * @param rawQuery what stands behind the question mark; empty without one
 * @param headers  by lower-case names
 * @param protocol such as {@code HTTP/1.1}
 */
public record GatewayRequest(
        String method,
        String rawPath,
        String rawQuery,
        Map<String, List<String>> headers,
        byte[] body,
        String protocol,
        String sourceIp) {

    public GatewayRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(rawPath, "rawPath");
        Objects.requireNonNull(rawQuery, "rawQuery");
        Objects.requireNonNull(body, "body");
        headers = headers.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, header -> List.copyOf(header.getValue())));
    }

    /** A header's values, joined as HTTP joins them. */
    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName)).map(values -> String.join(",", values));
    }

    /** The same request with another query and other headers. */
    GatewayRequest with(String otherQuery, Map<String, List<String>> otherHeaders) {
        return new GatewayRequest(method, rawPath, otherQuery, otherHeaders, body, protocol, sourceIp);
    }
}
