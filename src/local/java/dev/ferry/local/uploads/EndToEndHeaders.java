package dev.ferry.local.uploads;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The headers of a message that are for whoever is at its other end, without those of the connection that it came by
 * (RFC 9110, "Connection"): the next connection has its own.
 */
final class EndToEndHeaders {
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
            "transfer-encoding", "upgrade");

    private EndToEndHeaders() {}

    static Map<String, List<String>> of(Map<String, List<String>> headers) {
        Set<String> dropped = new HashSet<>(OF_THE_CONNECTION);
        headers.forEach((name, values) -> {
            if (name.equalsIgnoreCase("connection")) {
                values.forEach(value -> List.of(value.split(",")).forEach(named -> dropped.add(lowerCase(named.strip()))));
            }
        });
        return headers.entrySet().stream()
                .filter(header -> !dropped.contains(lowerCase(header.getKey())))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
