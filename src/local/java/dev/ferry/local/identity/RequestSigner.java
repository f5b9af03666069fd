package dev.ferry.local.identity;

import dev.ferry.identity.AccessKey;
import dev.ferry.identity.SignedRequest;
import dev.ferry.registry.RegionName;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signs a request with the AWS SDK's own signer, whatever it was signed with before. The signature stands in the headers,
 * and covers the host and what says what is asked for.
 */
final class RequestSigner {
    private static final Set<String> SIGNATURE_HEADERS =
            Set.of("authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token");
    private static final Set<String> SIGNATURE_PARAMETERS = Set.of(
            "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders",
            "X-Amz-Signature", "X-Amz-Security-Token");

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final Clock clock;

    RequestSigner(Clock clock) {
        this.clock = clock;
    }

    /** The same request, signed by this key. It has to have a {@code host}. */
    SignedRequest sign(SignedRequest request, AccessKey key, RegionName region, String service) {
        String query = withoutSignature(request.query());
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        headers.keySet().removeAll(SIGNATURE_HEADERS);

        SdkHttpRequest unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(request.method()))
                .uri(URI.create("https://localhost" + request.path() + (query.isEmpty() ? "" : "?" + query)))
                .headers(signed(headers))
                .build();
        SignRequest<AwsCredentialsIdentity> toSign = SignRequest
                .builder(AwsCredentialsIdentity.create(key.id(), key.secret()))
                .request(unsigned)
                .payload(ContentStreamProvider.fromByteArray(request.body()))
                .putProperty(AwsV4HttpSigner.REGION_NAME, region.value())
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock)
                .build();
        signer.sign(toSign).request().forEachHeader(
                (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return new SignedRequest(request.method(), request.path(), query, headers, request.body());
    }

    private static Map<String, List<String>> signed(Map<String, List<String>> headers) {
        Predicate<String> signed =
                name -> name.equals("host") || name.equals("content-type") || name.startsWith("x-amz-");
        return headers.entrySet().stream()
                .filter(header -> signed.test(header.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String withoutSignature(String query) {
        return Arrays.stream(query.split("&"))
                .filter(parameter -> !SIGNATURE_PARAMETERS.contains(parameter.split("=", 2)[0]))
                .collect(Collectors.joining("&"));
    }
}
