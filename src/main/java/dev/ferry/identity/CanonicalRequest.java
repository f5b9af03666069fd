package dev.ferry.identity;

import dev.ferry.registry.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of a request that Signature Version 4 signs (IAM User Guide, "Create a signed AWS API request", step 1), by
 * the rules of the services other than S3: what is percent-encoded in the path is encoded again.
 *
 * <p>The path is not normalised: no path of Ferry's has dot segments or empty ones, and normalising would let a signature
 * hold for paths that were not signed. The body counts by its own hash and never by one that the request claims, so an
 * {@code x-amz-content-sha256} that is not true, or {@code UNSIGNED-PAYLOAD}, makes another signature.
 */
final class CanonicalRequest {
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final String SIGNATURE = "X-Amz-Signature";

    private CanonicalRequest() {}

    /** @param signedHeaders names of headers that the request has, in the order they were signed */
    static String of(SignedRequest request, List<String> signedHeaders) {
        return String.join("\n",
                request.method(),
                path(request.path()),
                query(request.query()),
                headers(request, signedHeaders),
                String.join(";", signedHeaders),
                Digest.sha256(request.body()).hex());
    }

    private static String path(String path) {
        return path.isEmpty() ? "/" : QueryParameter.encode(path.getBytes(StandardCharsets.UTF_8), "/");
    }

    private static String query(String query) {
        return QueryParameter.parse(query).stream()
                .filter(parameter -> !parameter.name().equals(SIGNATURE))
                .sorted()
                .map(QueryParameter::toString)
                .collect(Collectors.joining("&"));
    }

    private static String headers(SignedRequest request, List<String> signedHeaders) {
        StringBuilder headers = new StringBuilder();
        for (String name : signedHeaders) {
            headers.append(name)
                    .append(':')
                    .append(request.headers().get(name).stream()
                            .map(value -> WHITE_SPACE.matcher(value).replaceAll(" ").strip())
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        return headers.toString();
    }
}
