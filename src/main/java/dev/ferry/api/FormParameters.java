package dev.ferry.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The parameters of a request in the AWS Query protocol: a form, in which each has a name and a text. */
record FormParameters(Map<String, String> values) {
    FormParameters {
        values = Map.copyOf(values);
    }

    /** @throws IamException ValidationError if the body is no form */
    static FormParameters parse(byte[] body) {
        Map<String, String> values = new HashMap<>();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return new FormParameters(values);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw IamException.validation("The request is not form-encoded");
        }
    }

    /** Whether it is given, and not empty. */
    boolean has(String name) {
        return !values.getOrDefault(name, "").isEmpty();
    }

    /** @throws IamException ValidationError if it is missing or empty */
    String required(String name) {
        if (!has(name)) {
            throw IamException.validation("The request must contain the parameter " + name);
        }
        return values.get(name);
    }
}
