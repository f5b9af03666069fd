package dev.ferry.local.apigateway;

import dev.ferry.local.http.GatewayRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an AWS signature (SigV4) says of itself: whose key it was made with, and for which Region and service. */
public record CredentialScope(String accessKeyId, String region, String service) {
    private static final String SCOPE =
            "(?<key>[^/,\\s]+)/[0-9]{8}/(?<region>[a-z0-9-]+)/(?<service>[a-z0-9-]+)/aws4_request";
    private static final Pattern HEADER = Pattern.compile("AWS4-HMAC-SHA256\\s.*?Credential=" + SCOPE + ".*");
    private static final Pattern QUERY = Pattern.compile("(?:.*&)?X-Amz-Credential=" + SCOPE + "(?:&.*)?");

    /** The scope of a request's {@code Authorization} header, or of its presigned URL; empty if it has neither. */
    public static Optional<CredentialScope> of(GatewayRequest request) {
        Matcher header = HEADER.matcher(request.header("authorization").orElse(""));
        if (header.matches()) {
            return Optional.of(of(header));
        }
        Matcher query = QUERY.matcher(URLDecoder.decode(request.rawQuery(), StandardCharsets.UTF_8));
        return query.matches() ? Optional.of(of(query)) : Optional.empty();
    }

    private static CredentialScope of(Matcher scope) {
        return new CredentialScope(scope.group("key"), scope.group("region"), scope.group("service"));
    }
}
