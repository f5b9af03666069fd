package dev.ferry.identity;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a request says of its own signature, in its {@code Authorization} header or in its query string (IAM User Guide,
 * "Elements of an AWS API request signature"). Nothing of it is verified yet.
 *
 * @param presigned     whether it stands in the query string
 * @param date          the day of the credential scope, {@code yyyyMMdd}
 * @param signedHeaders the names of the headers that were signed, in the order they were
 * @param signature     lower-case hex
 * @param timestamp     when it was signed, {@code yyyyMMdd'T'HHmmss'Z'}
 * @param expires       how many seconds a presigned request is valid, as it was sent
 * @param sessionToken  of the temporary key it was signed with
 */
record RequestSignature(
        boolean presigned,
        String accessKeyId,
        String date,
        String region,
        String service,
        String terminator,
        List<String> signedHeaders,
        String signature,
        String timestamp,
        Optional<String> expires,
        Optional<String> sessionToken) {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    static final String TERMINATOR = "aws4_request";
    static final String SECURITY_TOKEN = "x-amz-security-token";
    static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String AUTHORIZATION = "authorization";
    private static final int SCOPE_ELEMENTS = 5;

    /**
     * What the request says, or empty if it says nothing.
     *
     * @throws EcrException if it says only a part
     */
    static Optional<RequestSignature> of(SignedRequest request) {
        if (request.headers().containsKey(AUTHORIZATION)) {
            return Optional.of(inHeader(request));
        }
        Map<String, String> parameters = presigning(request);
        return parameters.containsKey("X-Amz-Algorithm") ? Optional.of(inQuery(parameters)) : Optional.empty();
    }

    /** When it was signed. */
    Instant signedAt() {
        try {
            return TIMESTAMP.parse(timestamp, Instant::from);
        } catch (DateTimeException unreadable) {
            throw incomplete("Date must be in ISO-8601 'basic format'. Got '" + timestamp
                    + "'. See http://en.wikipedia.org/wiki/ISO_8601");
        }
    }

    /** The credential scope without the key: {@code 20260301/us-east-1/ecr/aws4_request}. */
    String scope() {
        return String.join("/", date, region, service, terminator);
    }

    private static RequestSignature inHeader(SignedRequest request) {
        String authorization = request.header(AUTHORIZATION)
                .orElseThrow(() -> incomplete("Authorization header must stand in a request once."));
        String[] parts = authorization.strip().split("\\s+", 2);
        requireAlgorithm(parts[0]);
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : (parts.length == 2 ? parts[1] : "").split(",")) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                add(parameters, parameter.substring(0, equals).strip(), parameter.substring(equals + 1).strip());
            }
        }
        return signature(
                false,
                required(parameters, "Credential", "Authorization header"),
                required(parameters, "SignedHeaders", "Authorization header"),
                required(parameters, "Signature", "Authorization header"),
                request.header("x-amz-date")
                        .orElseThrow(() -> incomplete(
                                "Authorization header requires existence of an 'X-Amz-Date' header.")),
                Optional.empty(),
                request.header(SECURITY_TOKEN));
    }

    private static RequestSignature inQuery(Map<String, String> parameters) {
        requireAlgorithm(parameters.get("X-Amz-Algorithm"));
        return signature(
                true,
                required(parameters, "X-Amz-Credential", "AWS query-string parameters"),
                required(parameters, "X-Amz-SignedHeaders", "AWS query-string parameters"),
                required(parameters, "X-Amz-Signature", "AWS query-string parameters"),
                required(parameters, "X-Amz-Date", "AWS query-string parameters"),
                Optional.ofNullable(parameters.get("X-Amz-Expires")),
                Optional.ofNullable(parameters.get("X-Amz-Security-Token")));
    }

    private static RequestSignature signature(boolean presigned, String credential, String signedHeaders,
            String signature, String timestamp, Optional<String> expires, Optional<String> sessionToken) {
        String[] scope = credential.split("/", -1);
        if (scope.length != SCOPE_ELEMENTS) {
            throw incomplete("Credential must have exactly 5 slash-delimited elements, "
                    + "e.g. keyid/date/region/service/term, got '" + credential + "'");
        }
        return new RequestSignature(presigned, scope[0], scope[1], scope[2], scope[3], scope[4],
                List.of(signedHeaders.split(";")), signature, timestamp, expires, sessionToken);
    }

    /** The parameters of the query string that can be about a signature. */
    private static Map<String, String> presigning(SignedRequest request) {
        Map<String, String> parameters = new HashMap<>();
        for (QueryParameter parameter : QueryParameter.parse(request.query())) {
            if (parameter.name().startsWith("X-Amz-")) {
                add(parameters, parameter.name(), parameter.decodedValue());
            }
        }
        return parameters;
    }

    private static void add(Map<String, String> parameters, String name, String value) {
        if (parameters.put(name, value) != null) {
            throw incomplete("'" + name + "' must stand in a request once.");
        }
    }

    private static void requireAlgorithm(String algorithm) {
        if (!algorithm.equals(ALGORITHM)) {
            throw incomplete("Unsupported AWS 'algorithm': '" + algorithm + "'.");
        }
    }

    private static String required(Map<String, String> parameters, String name, String where) {
        String value = parameters.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw incomplete(where + " requires '" + name + "' parameter.");
        }
        return value;
    }

    private static EcrException incomplete(String message) {
        return new EcrException(ErrorCode.INCOMPLETE_SIGNATURE, message);
    }
}
