package dev.ferry.identity;

import static dev.ferry.identity.SignedRequests.CALLER;
import static dev.ferry.identity.SignedRequests.KEY;
import static dev.ferry.identity.SignedRequests.SIGNED_AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.identity.SignedRequests.Sample;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.RegionName;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.ecr.EcrClient;

/** What SDKs sign is accepted. */
class SignatureVerifierTest extends SignatureTest {
    @ParameterizedTest
    @MethodSource("dev.ferry.identity.SignedRequests#signedByBotocore")
    void verify_accepts_what_the_sdk_for_python_signed(Sample sample) {
        Verified verified = verifier(SIGNED_AT, sample.key()).verify(sample.request(), Set.of(sample.service()));

        assertThat(verified).isEqualTo(new Verified(CALLER, new RegionName(sample.region()), sample.service()));
    }

    @Test
    void verify_accepts_what_the_sdk_for_java_sends() throws IOException {
        try (SigningClients clients = new SigningClients();
                EcrClient ecr = clients.ecr("eu-west-3", AwsBasicCredentials.create(KEY.id(), KEY.secret()))) {
            ecr.describeRepositories(request -> request.repositoryNames("team/a", "b").maxResults(7));

            assertThat(verifier(Clock.systemUTC(), KEY).verify(clients.sent(), ECR))
                    .isEqualTo(new Verified(CALLER, new RegionName("eu-west-3"), "ecr"));
        }
    }

    @Test
    void verify_wants_the_session_token_of_a_temporary_key() throws IOException {
        AccessKey temporary = new AccessKey(CALLER, KEY.secret(), Optional.of("a/token+="));
        try (SigningClients clients = new SigningClients()) {
            try (EcrClient ecr = clients.ecr("us-east-1",
                    AwsSessionCredentials.create(KEY.id(), KEY.secret(), "a/token+="))) {
                ecr.describeRegistry(request -> {});
            }
            SignedRequest request = clients.sent();

            assertThat(verifier(Clock.systemUTC(), temporary).verify(request, ECR).caller()).isEqualTo(CALLER);
            assertRefused(verifier(Clock.systemUTC(), KEY), request, ErrorCode.UNRECOGNIZED_CLIENT);
            assertRefused(verifier(Clock.systemUTC(),
                            new AccessKey(CALLER, KEY.secret(), Optional.of("another"))),
                    request, ErrorCode.UNRECOGNIZED_CLIENT);
            assertRefused(verifier(SIGNED_AT, temporary), SignedRequests.ecrCall(), ErrorCode.UNRECOGNIZED_CLIENT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "https://h/", "https://h", "https://h:8443/", "http://h:80/enableRegion", "https://h/?b=2&a=1&a=0&c",
        "https://h/?a=%20+%2B%2f&%c3%bc=%7E~", "https://h/?=x&&a", "https://h/a%20b/%25/c+d;e=f",
        "https://h/?a-b=1&a=2&aB=3"})
    void verify_accepts_what_the_sdks_signer_signed(String uri) {
        SignedRequest request = SignedRequests.sign(uri, "", get -> get.method(SdkHttpMethod.GET),
                UnaryOperator.identity());

        assertThat(verifier(SIGNED_AT, KEY).verify(request, ECR).caller()).isEqualTo(CALLER);
    }

    @Test
    void verify_accepts_white_space_and_several_values_of_a_header() {
        SignedRequest request = SignedRequests.sign("https://h/", "body",
                post -> post.method(SdkHttpMethod.POST)
                        .putHeader("X-Amz-Meta", List.of("  a \t  b ", "", "c,d"))
                        .putHeader("X-Empty", ""),
                UnaryOperator.identity());

        assertThat(verifier(SIGNED_AT, KEY).verify(request, ECR).caller()).isEqualTo(CALLER);
    }

    @Test
    void verify_ignores_headers_that_were_not_signed() {
        SignedRequest request = withHeader(SignedRequests.ecrCall(), "x-forwarded-for", "203.0.113.7");

        assertThat(verifier(SIGNED_AT, KEY).verify(request, ECR).caller()).isEqualTo(CALLER);
    }
}
