package dev.ferry.local.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
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

    /** {@code http}, or what a proxy in front of the gateway was asked by. */
    public String scheme() {
        return header("x-forwarded-proto").filter("https"::equals).orElse("http");
    }

    /** How long the client says the body is, in bytes; it need not say so. */
    public OptionalLong contentLength() {
        return headers.getOrDefault("content-length", List.of()).stream().mapToLong(Long::parseLong).findFirst();
    }

    /** The same request with a body that is there as a whole, whatever way it came. */
    public GatewayRequest withBody(byte[] whole) {
        Map<String, List<String>> describing = new HashMap<>(headers);
        describing.remove("transfer-encoding");
        describing.remove("expect");
        describing.remove("content-length");
        if (whole.length > 0 || contentLength().isPresent()) {
            describing.put("content-length", List.of(Integer.toString(whole.length)));
        }
        return new GatewayRequest(method, rawPath, rawQuery, describing, whole, protocol, sourceIp);
    }

    /** The same request with another query and other headers. */
    public GatewayRequest with(String otherQuery, Map<String, List<String>> otherHeaders) {
        return new GatewayRequest(method, rawPath, otherQuery, otherHeaders, body, protocol, sourceIp);
    }
}
