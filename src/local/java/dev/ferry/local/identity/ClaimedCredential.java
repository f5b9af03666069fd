package dev.ferry.local.identity;

import dev.ferry.identity.SignedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which key a request says it was signed with, for which Region and service, in its headers or its query string. */
record ClaimedCredential(String accessKeyId, String region, String service) {
    private static final Pattern IN_HEADER = Pattern.compile("AWS4-HMAC-SHA256\\s.*?\\bCredential=([^,\\s]+).*");
    private static final Pattern IN_QUERY = Pattern.compile("(?:.*&)?X-Amz-Credential=([^&]+).*");
    private static final Pattern CREDENTIAL = Pattern.compile("([^/]+)/[0-9]{8}/([^/]+)/([^/]+)/aws4_request");

    static Optional<ClaimedCredential> of(SignedRequest request) {
        return credential(request).map(CREDENTIAL::matcher)
                .filter(Matcher::matches)
                .map(scope -> new ClaimedCredential(scope.group(1), scope.group(2), scope.group(3)));
    }

    private static Optional<String> credential(SignedRequest request) {
        List<String> authorization = request.headers().get("authorization");
        if (authorization != null) {
            return first(IN_HEADER, authorization.get(0));
        }
        return first(IN_QUERY, request.query())
                .map(credential -> URLDecoder.decode(credential, StandardCharsets.UTF_8));
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
