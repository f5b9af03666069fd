package dev.ferry.local.s3;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Whether a presigned URL grants the request it came with: it is signed again with the AWS SDK's signer, over the Host
 * header that the client sent, whatever that is, and must not have expired (Amazon S3 API, "Authenticating requests:
 * using query parameters").
 */
final class PresignedUrlVerifier {
    private static final String SIGNATURE = "X-Amz-Signature";
    private static final Set<String> SIGNATURE_PARAMETERS = Set.of(
            "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", SIGNATURE,
            "X-Amz-Security-Token");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final int LONGEST_EXPIRY_SECONDS = 7 * 24 * 60 * 60;
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(15);
    private static final int HTTPS_PORT = 443;

    private final Function<String, Optional<String>> secrets;
    private final Clock clock;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /** Who signed, for where, and how long it holds. */
    private record Grant(String accessKeyId, String region, Instant signedAt, Duration validity, List<String> headers) {}

    /** @param secrets the secret access key of an access key id, if there is such a key */
    PresignedUrlVerifier(Function<String, Optional<String>> secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    static boolean isPresigned(S3Request request) {
        return request.query().containsKey(SIGNATURE) || request.query().containsKey("X-Amz-Algorithm");
    }

    /** @throws S3Exception when the URL does not grant the request */
    void verify(S3Request request) {
        Grant grant = grant(request);
        requireSigned(request, grant);
        String secret = secrets.apply(grant.accessKeyId())
                .orElseThrow(() -> new S3Exception(S3Error.INVALID_ACCESS_KEY_ID));
        String expected = sign(request, grant, secret);
        if (!MessageDigest.isEqual(bytes(expected), bytes(required(request, SIGNATURE)))) {
            throw new S3Exception(S3Error.SIGNATURE_DOES_NOT_MATCH);
        }
        Instant now = clock.instant();
        if (now.isAfter(grant.signedAt().plus(grant.validity()))) {
            throw new S3Exception(S3Error.ACCESS_DENIED, "Request has expired");
        }
        if (now.plus(CLOCK_SKEW).isBefore(grant.signedAt())) {
            throw new S3Exception(S3Error.ACCESS_DENIED, "Request is not valid yet");
        }
    }

    private static Grant grant(S3Request request) {
        if (!required(request, "X-Amz-Algorithm").equals("AWS4-HMAC-SHA256")) {
            throw malformed("X-Amz-Algorithm only supports AWS4-HMAC-SHA256");
        }
        String date = required(request, "X-Amz-Date");
        String[] scope = required(request, "X-Amz-Credential").split("/");
        if (scope.length != 5
                || !date.startsWith(scope[1])
                || !scope[3].equals("s3")
                || !scope[4].equals("aws4_request")) {
            throw malformed("X-Amz-Credential must be <access key id>/<date>/<region>/s3/aws4_request");
        }
        List<String> headers = List.of(required(request, "X-Amz-SignedHeaders").split(";"));
        return new Grant(scope[0], scope[2], parse(date), validity(request), headers);
    }

    private static Duration validity(S3Request request) {
        String seconds = required(request, "X-Amz-Expires");
        if (!seconds.matches("[0-9]{1,6}")
                || Integer.parseInt(seconds) < 1
                || Integer.parseInt(seconds) > LONGEST_EXPIRY_SECONDS) {
            throw malformed("X-Amz-Expires must be a number of seconds, at least 1 and at most a week");
        }
        return Duration.ofSeconds(Integer.parseInt(seconds));
    }

    private static Instant parse(String date) {
        try {
            return LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException notDate) {
            throw malformed("X-Amz-Date must be in the format yyyyMMdd'T'HHmmss'Z'");
        }
    }

    /** A header that S3 gives a meaning and nobody signed could make another request of the one that was granted. */
    private static void requireSigned(S3Request request, Grant grant) {
        boolean allSigned = request.headers().keySet().stream()
                .filter(S3Request::isAmazonHeader)
                .allMatch(grant.headers()::contains);
        if (!allSigned || !grant.headers().contains("host")) {
            throw new S3Exception(
                    S3Error.ACCESS_DENIED, "There were headers present in the request which were not signed");
        }
    }

    private String sign(S3Request request, Grant grant, String secret) {
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder()
                .method(method(request))
                .encodedPath(SdkHttpUtils.urlEncodeIgnoreSlashes(request.path()));
        setHost(unsigned, Optional.ofNullable(request.headers().get("host")).orElse(""));
        TreeMap<String, List<String>> query = new TreeMap<>(request.query());
        query.keySet().removeAll(SIGNATURE_PARAMETERS);
        unsigned.rawQueryParameters(query);
        grant.headers().stream()
                .filter(name -> !name.equals("host") && request.headers().containsKey(name))
                .forEach(name -> unsigned.putHeader(name, request.headers().get(name)));
        AwsCredentialsIdentity identity = request.parameter("X-Amz-Security-Token")
                .<AwsCredentialsIdentity>map(token ->
                        AwsSessionCredentialsIdentity.create(grant.accessKeyId(), secret, token))
                .orElseGet(() -> AwsCredentialsIdentity.create(grant.accessKeyId(), secret));
        return signer.sign(sign -> sign.identity(identity)
                        .request(unsigned.build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, grant.region())
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, grant.validity())
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(grant.signedAt(), ZoneOffset.UTC)))
                .request()
                .firstMatchingRawQueryParameter(SIGNATURE)
                .orElseThrow(() -> new IllegalStateException("the signer made no signature"));
    }

    private static SdkHttpMethod method(S3Request request) {
        try {
            return SdkHttpMethod.fromValue(request.method());
        } catch (IllegalArgumentException unknown) {
            throw new S3Exception(S3Error.NOT_IMPLEMENTED, request.method() + " is not implemented");
        }
    }

    /** The signer leaves out a scheme's standard port, but a Host header that has it was signed with it. */
    private static void setHost(SdkHttpRequest.Builder unsigned, String host) {
        int colon = host.lastIndexOf(':');
        if (colon < 0 || !host.substring(colon + 1).matches("[0-9]{1,5}")) {
            unsigned.protocol("https").host(host);
            return;
        }
        int port = Integer.parseInt(host.substring(colon + 1));
        unsigned.protocol(port == HTTPS_PORT ? "http" : "https").host(host.substring(0, colon)).port(port);
    }

    private static String required(S3Request request, String parameter) {
        return request.parameter(parameter).orElseThrow(() -> malformed(parameter + " is missing"));
    }

    private static S3Exception malformed(String message) {
        return new S3Exception(S3Error.AUTHORIZATION_QUERY_PARAMETERS, message);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
