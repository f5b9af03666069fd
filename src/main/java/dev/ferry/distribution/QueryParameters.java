package dev.ferry.distribution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands behind the question mark. A plus sign is a plus sign: what clients send has no blanks. */
public final class QueryParameters {
    private final Map<String, List<String>> values;

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /** @throws DistributionException if it is not percent-encoded as it should be */
    static QueryParameters parse(String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
            String value = decoded(equals < 0 ? "" : parameter.substring(equals + 1));
            values.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
        }
        return new QueryParameters(values);
    }

    private static String decoded(String text) {
        return PercentEncoding.decode(text).orElseThrow(() ->
                new DistributionException(OciError.QUERY_INVALID, "The query string is not percent-encoded correctly"));
    }

    /** @throws DistributionException if it is there twice, for who could say which one is meant */
    public Optional<String> one(String name) {
        List<String> all = all(name);
        if (all.size() > 1) {
            throw new DistributionException(OciError.QUERY_INVALID, "The parameter " + name + " must be given once");
        }
        return all.stream().findFirst();
    }

    /** Every value of the parameter, in the order in which they were given. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** How many are wanted of a list, as the parameter {@code n} says. */
    public static int number(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new DistributionException(OciError.PAGINATION_INVALID, "The parameter n must be a number");
        }
        return Integer.parseInt(text);
    }
}
