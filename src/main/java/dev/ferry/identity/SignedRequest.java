package dev.ferry.identity;

import dev.ferry.registry.InvalidValueException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request as far as its signature is about it. The body is neither copied nor changed.
 *
 * @param path    as it was sent, percent-encoding and all
 * @param query   as it was sent, without the authorization mark; empty if there is none
 * @param headers by their names in lower case, each with its values in the order they came
 */
public record SignedRequest(
        String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

    public SignedRequest {
        headers = Map.copyOf(headers);
        headers.forEach((name, values) -> {
            if (values.isEmpty() || !name.equals(name.toLowerCase(Locale.ROOT))) {
                throw new InvalidValueException("header '" + name + "' must be in lower case and have a value");
            }
        });
    }

    /** The value of a header that may stand in a request once: empty if it is not there, or there more than once. */
    Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }
}
