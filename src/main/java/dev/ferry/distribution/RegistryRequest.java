package dev.ferry.distribution;

import dev.ferry.service.RequestOrigin;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP request of a container tool, as it was sent.
 *
 * @param path    percent-encoding and all
 * @param query   as it was sent, without the question mark; empty if there is none
 * @param headers one value a name, whatever the name's case
 * @param body    decoded, if its transport carries it as base64; not copied
 * @param sourceIp the address that the connection came from, if the transport tells it
 */
public record RegistryRequest(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        byte[] body,
        Optional<String> sourceIp) {
    public RegistryRequest {
        Map<String, String> byAnyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byAnyCase.putAll(headers);
        headers = Collections.unmodifiableMap(byAnyCase);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    RequestOrigin origin() {
        return new RequestOrigin(sourceIp, header("User-Agent"), header("Referer"));
    }
}
