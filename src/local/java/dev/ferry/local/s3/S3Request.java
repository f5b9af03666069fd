package dev.ferry.local.s3;

import com.sun.net.httpserver.HttpExchange;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request by its parts: the path is {@code /bucket} or {@code /bucket/key}.
 *
 * @param path decoded
 * @param query decoded
 * @param headers by their names in lower case; of a header given twice, the first
 */
record S3Request(
        String method, String path, Map<String, List<String>> query, Map<String, String> headers, InputStream body) {

    static S3Request of(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) ->
                headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return new S3Request(
                exchange.getRequestMethod(),
                UriText.decodePath(uri.getRawPath()),
                uri.getRawQuery() == null ? Map.of() : UriText.decodeQuery(uri.getRawQuery()),
                headers,
                exchange.getRequestBody());
    }

    /** The same request, as if it had come to this host. */
    S3Request at(String host) {
        Map<String, String> there = new HashMap<>(headers);
        there.put("host", host);
        return new S3Request(method, path, query, there, body);
    }

    /** Empty when the path is {@code /}. */
    String bucket() {
        int end = path.indexOf('/', 1);
        return end < 0 ? path.substring(1) : path.substring(1, end);
    }

    boolean hasKey() {
        int end = path.indexOf('/', 1);
        return end > 0 && end < path.length() - 1;
    }

    /** All that follows the bucket's slash, whatever is in it. */
    ObjectKey key() {
        return new ObjectKey(path.substring(path.indexOf('/', 1) + 1));
    }

    /** A header by its name in lower case; a presigned URL may carry those of S3 in its query instead. */
    Optional<String> header(String name) {
        String value = headers.get(name);
        return value != null || !isAmazonHeader(name) ? Optional.ofNullable(value) : headerInQuery(name);
    }

    private Optional<String> headerInQuery(String name) {
        return query.keySet().stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .flatMap(this::parameter);
    }

    /** The names in lower case of the headers, in the query too, whose meaning S3 alone defines. */
    Set<String> amazonHeaders() {
        return Stream.concat(headers.keySet().stream(), query.keySet().stream().filter(S3Request::isAmazonHeader))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(S3Request::isAmazonHeader)
                .collect(Collectors.toSet());
    }

    static boolean isAmazonHeader(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("x-amz-");
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).map(values -> values.get(0));
    }

    /** The names in the query that say what is asked, without headers and the SDKs' {@code x-id}. */
    Set<String> parameters() {
        return query.keySet().stream()
                .filter(name -> !isAmazonHeader(name) && !name.equals("x-id"))
                .collect(Collectors.toSet());
    }

    /**
     * @throws S3Exception InvalidArgument when there is one that is not a whole number of these
     */
    Optional<Integer> number(String parameter, int lowest, int highest) {
        return parameter(parameter).map(text -> {
            try {
                int value = Integer.parseInt(text);
                if (value >= lowest && value <= highest) {
                    return value;
                }
            } catch (NumberFormatException notNumber) {
                throw invalidNumber(parameter, lowest, highest);
            }
            throw invalidNumber(parameter, lowest, highest);
        });
    }

    private static S3Exception invalidNumber(String parameter, int lowest, int highest) {
        return new S3Exception(
                S3Error.INVALID_ARGUMENT,
                parameter + " must be an integer between " + lowest + " and " + highest + ", inclusive");
    }
}
