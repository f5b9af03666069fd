package dev.ferry.identity;

import static dev.ferry.identity.SignedRequests.SIGNED_AT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.api.ApiResponse;
import dev.ferry.api.AwsApi;
import dev.ferry.clients.IdentitySettings;
import dev.ferry.distribution.OciApi;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.local.LocalAws;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.Beans;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.TemplateSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Whom the front door of ECR's API lets in, and with which words it refuses the others. */
@ExtendWith(LocalAws.class)
class FrontDoorIdentityTest {
    private static final RegionName US_EAST_1 = new RegionName("us-east-1");

    private final MovableClock clock = new MovableClock(SIGNED_AT);
    private final Beans beans = FerryBeans.create().with(Clock.class, clock);
    private final String account = ApiServer.newAccount();
    private final AccessKey key = AccessKey.longTerm(
            new Caller("FERRYDOOR" + account, new AccountId(account), "arn:aws:iam::" + account + ":root"), "secret");

    @BeforeEach
    void putKey() {
        beans.get(AccessKeyTable.class).put(US_EAST_1, key);
    }

    @Test
    void a_signed_request_is_answered() {
        assertThat(answer(beans, signed()).status()).isEqualTo(200);
    }

    @Test
    void a_presigned_request_is_answered() {
        assertThat(answer(beans, presigned()).status()).isEqualTo(200);
        clock.pass(Duration.ofMinutes(11));
        assertRefused(beans, presigned(), "InvalidSignatureException");
    }

    @Test
    void an_unsigned_request_is_refused() {
        SignedRequest signed = signed();
        Map<String, List<String>> headers = new HashMap<>(signed.headers());
        headers.remove("authorization");

        assertRefused(beans, new SignedRequest("POST", "/", "", headers, signed.body()),
                "MissingAuthenticationTokenException");
    }

    @Test
    void a_request_signed_with_another_secret_is_refused() {
        assertRefused(beans, sign("another", "us-east-1", "ecr", UnaryOperator.identity()), "InvalidSignatureException");
    }

    @ParameterizedTest
    @ValueSource(longs = {301, -301})
    void a_request_that_is_replayed_late_or_early_is_refused(long seconds) {
        clock.pass(Duration.ofSeconds(seconds));

        assertRefused(beans, signed(), "InvalidSignatureException");
    }

    @ParameterizedTest
    @ValueSource(longs = {300, -300})
    void a_clock_may_be_five_minutes_off(long seconds) {
        clock.pass(Duration.ofSeconds(seconds));

        assertThat(answer(beans, signed()).status()).isEqualTo(200);
    }

    @Test
    void a_request_for_another_service_or_another_region_is_refused() {
        assertRefused(beans, sign("secret", "us-east-1", "sts", UnaryOperator.identity()), "InvalidSignatureException");
        assertRefused(beans, sign("secret", "us-moon-1", "ecr", UnaryOperator.identity()), "InvalidSignatureException");
        assertRefused(beans, sign("secret", "eu-west-1", "ecr", UnaryOperator.identity()), "UnrecognizedClientException");
    }

    @Test
    void a_revoked_key_is_refused_within_a_minute() {
        assertThat(answer(beans, signed()).status()).isEqualTo(200);
        beans.get(AccessKeyTable.class).delete(US_EAST_1, key.id());

        clock.pass(CachedAccessKeys.LIFETIME);

        assertRefused(beans, signed(), "UnrecognizedClientException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void a_deployment_without_a_sealing_key_refuses_every_request(String sealingKey) {
        Beans bare = deployed(new Deployed(Optional.of(sealingKey), Optional.empty()));

        assertRefused(bare, signed(), "UnrecognizedClientException");
        assertRefused(bare, presigned(), "UnrecognizedClientException");
    }

    @Test
    void a_deployment_answers_the_requests_of_its_own_region_alone() {
        Beans here = deployed(new Deployed(Optional.of(TemplateSettings.SEALING_KEY), Optional.of("us-east-1")));
        Beans elsewhere = deployed(new Deployed(Optional.of(TemplateSettings.SEALING_KEY), Optional.of("eu-west-1")));
        String password = here.get(AuthorizationTokens.class)
                .mint(Registry.of(account, US_EAST_1.value()), key.caller())
                .value();

        assertThat(answer(here, signed()).status()).isEqualTo(200);
        assertThat(login(here, password).status()).isEqualTo(200);
        assertRefused(elsewhere, signed(), "InvalidSignatureException");
        assertRefused(elsewhere, presigned(), "InvalidSignatureException");
        assertThat(login(elsewhere, password).status()).isEqualTo(401);
    }

    /** What the template tells of itself to the functions that verify requests. */
    private record Deployed(Optional<String> sealingKey, Optional<String> servedRegion) implements IdentitySettings {}

    private Beans deployed(Deployed settings) {
        return FerryBeans.create().with(Clock.class, clock).with(IdentitySettings.class, settings);
    }

    private static RegistryResponse login(Beans beans, String token) {
        return beans.get(OciApi.class).answer(new HttpRequest(
                "GET", "/v2/", "", Map.of("host", "localhost", "authorization", "Basic " + token), new byte[0],
                Optional.empty()));
    }

    private SignedRequest signed() {
        return sign("secret", "us-east-1", "ecr", UnaryOperator.identity());
    }

    private SignedRequest presigned() {
        return sign("secret", "us-east-1", "ecr", properties -> properties
                .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(10)));
    }

    private SignedRequest sign(String secret, String region, String service,
            UnaryOperator<SignRequest.Builder<AwsCredentialsIdentity>> more) {
        return SignedRequests.sign("https://api.ecr.us-east-1.amazonaws.com/", "{}",
                request -> request.method(SdkHttpMethod.POST)
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories"),
                properties -> more.apply(SignRequest.builder(AwsCredentialsIdentity.create(key.id(), secret))
                        .request(properties.build().request())
                        .payload(properties.build().payload().orElseThrow())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(HttpSigner.SIGNING_CLOCK,
                                SignedRequests.clock(SIGNED_AT))));
    }

    private static ApiResponse answer(Beans beans, SignedRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
        return beans.get(AwsApi.class).answer(
                new HttpRequest(
                        request.method(), request.path(), request.query(), headers, request.body(), Optional.empty()));
    }

    private static void assertRefused(Beans beans, SignedRequest request, String code) {
        ApiResponse response = answer(beans, request);
        try {
            assertThat(new ObjectMapper().readTree(response.body()).path("__type").asText()).isEqualTo(code);
        } catch (IOException noJson) {
            throw new AssertionError(noJson);
        }
        assertThat(response.status()).isEqualTo(403);
    }
}
