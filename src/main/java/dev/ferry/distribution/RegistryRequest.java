package dev.ferry.distribution;

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
 */
public record RegistryRequest(String method, String path, String query, Map<String, String> headers, byte[] body) {
    public RegistryRequest {
        Map<String, String> byAnyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byAnyCase.putAll(headers);
        headers = Collections.unmodifiableMap(byAnyCase);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
