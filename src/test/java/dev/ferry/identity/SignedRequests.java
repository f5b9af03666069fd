package dev.ferry.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.registry.AccountId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests that others signed: the AWS SDK's own signer, and the AWS SDK for Python in a file. */
final class SignedRequests {
    static final Instant SIGNED_AT = Instant.parse("2026-03-01T12:30:45Z");
    static final Caller CALLER = new Caller(
            "FERRYEXAMPLEKEY00001", new AccountId("111122223333"), "arn:aws:iam::111122223333:user/ci");
    static final AccessKey KEY =
            AccessKey.longTerm(CALLER, "an example secret/with+odd=characters");

    /** The same principal with another key. */
    static Caller callerWith(String accessKeyId) {
        return new Caller(accessKeyId, CALLER.account(), CALLER.principalArn());
    }

    /** A request of the file, and what it has to be verified with. */
    record Sample(String description, SignedRequest request, String region, String service, AccessKey key) {
        @Override
        public String toString() {
            return description;
        }
    }

    private SignedRequests() {}

    static Clock clock(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    static Stream<Sample> signedByBotocore() {
        try (InputStream file = SignedRequests.class.getResourceAsStream("signed-by-botocore.json")) {
            JsonNode samples = new ObjectMapper().readTree(file);
            return StreamSupport.stream(samples.get("requests").spliterator(), false).map(SignedRequests::sample);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Sample sample(JsonNode sample) {
        Map<String, List<String>> headers = new HashMap<>();
        sample.get("headers").properties().forEach(header -> {
            List<String> values = new ArrayList<>();
            header.getValue().forEach(value -> values.add(value.asText()));
            headers.put(header.getKey(), values);
        });
        String[] target = sample.get("target").asText().split("\\?", 2);
        SignedRequest request = new SignedRequest(
                sample.get("method").asText(),
                target[0],
                target.length == 2 ? target[1] : "",
                headers,
                sample.get("body").asText().getBytes(StandardCharsets.UTF_8));
        Optional<String> sessionToken = Optional.ofNullable(sample.get("sessionToken")).map(JsonNode::asText);
        return new Sample(
                sample.get("description").asText(),
                request,
                sample.get("region").asText(),
                sample.get("service").asText(),
                new AccessKey(CALLER, KEY.secret(), sessionToken));
    }

    /** A call of ECR's API, signed in its headers by the SDK's signer. */
    static SignedRequest ecrCall() {
        return sign("https://api.ecr.us-east-1.amazonaws.com/", "{\"repositoryNames\":[\"a\"]}",
                request -> request.method(SdkHttpMethod.POST)
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories"),
                UnaryOperator.identity());
    }

    /** The same in a query string. */
    static SignedRequest presigned(Duration expiry) {
        return sign("https://api.ecr.us-east-1.amazonaws.com/?Action=List&Version=1", "",
                request -> request.method(SdkHttpMethod.GET),
                properties -> properties
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, expiry));
    }

    /** What the SDK's signer makes of a request, as it would come over the wire. */
    static SignedRequest sign(
            String uri,
            String body,
            Consumer<SdkHttpRequest.Builder> request,
            UnaryOperator<SignRequest.Builder<AwsCredentialsIdentity>> properties) {
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder().uri(URI.create(uri));
        request.accept(unsigned);
        SignRequest.Builder<AwsCredentialsIdentity> toSign = SignRequest
                .builder(AwsCredentialsIdentity.create(KEY.id(), KEY.secret()))
                .request(unsigned.build())
                .payload(body.isEmpty() ? null : ContentStreamProvider.fromUtf8String(body))
                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ecr")
                .putProperty(HttpSigner.SIGNING_CLOCK, clock(SIGNED_AT));
        SdkHttpRequest signed =
                AwsV4HttpSigner.create().sign(properties.apply(toSign).build()).request();
        Map<String, List<String>> headers = new HashMap<>();
        signed.forEachHeader((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return new SignedRequest(
                signed.method().name(),
                signed.encodedPath().isEmpty() ? "/" : signed.encodedPath(),
                signed.encodedQueryParameters().orElse(""),
                headers,
                body.getBytes(StandardCharsets.UTF_8));
    }
}
