package dev.ferry.local.apigateway;

import dev.ferry.local.template.Trigger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A route of the HTTP API: a method, or {@code ANY}, and a path whose parts may be {@code {name}}, the last one
 * {@code {name+}}, which takes all that follows.
 *
 * @param function the logical id of the function it leads to
 */
record Route(String method, List<String> parts, String key, String function) {
    private static final String ANY = "ANY";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    static Route of(Trigger.HttpRoute route, String function) {
        return new Route(route.method(), split(route.path()), route.method() + " " + route.path(), function);
    }

    static List<String> split(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    /** The values of the path's parameters, if the route takes the request. */
    Optional<Map<String, String>> match(String requestMethod, List<String> path) {
        if (!method.equals(requestMethod) && !(method.equals(ANY) && METHODS.contains(requestMethod))) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (i >= path.size()) {
                return Optional.empty();
            }
            if (isGreedy(part)) {
                String rest = String.join("/", path.subList(i, path.size()));
                parameters.put(part.substring(1, part.length() - 2), rest);
                return rest.isEmpty() ? Optional.empty() : Optional.of(parameters);
            }
            if (isParameter(part)) {
                parameters.put(part.substring(1, part.length() - 1), path.get(i));
            } else if (!part.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return path.size() == parts.size() ? Optional.of(parameters) : Optional.empty();
    }

    /** How exact the route is; of those that match, API Gateway takes the most exact. */
    int precision() {
        int exact = 0;
        for (String part : parts) {
            exact += isGreedy(part) ? 0 : isParameter(part) ? 2 : 4;
        }
        boolean greedy = isGreedy(parts.get(parts.size() - 1));
        return (greedy ? 0 : 1_000_000) + exact * 2 + (method.equals(ANY) ? 0 : 1);
    }

    private static boolean isParameter(String part) {
        return part.startsWith("{") && part.endsWith("}");
    }

    private static boolean isGreedy(String part) {
        return part.startsWith("{") && part.endsWith("+}");
    }
}
