package dev.ferry.cli.console;

import dev.ferry.registry.Registry;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of a view. */
record ViewParameters(Map<String, String> values) {

    static ViewParameters of(String rawQuery) {
        Map<String, String> values = new HashMap<>();
        for (String pair : rawQuery.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return new ViewParameters(values);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Empty where it is not given, or is given as nothing. */
    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** @throws IllegalArgumentException if it is not given */
    String required(String name) {
        return get(name).orElseThrow(() -> new IllegalArgumentException("The parameter " + name + " is missing"));
    }

    /** One that names a registry, as {@code 111122223333/us-west-2}. @throws IllegalArgumentException if it does not */
    Registry registry(String name) {
        String[] parts = required(name).split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("The parameter " + name + " names no registry");
        }
        return Registry.of(parts[0], parts[1]);
    }
}
