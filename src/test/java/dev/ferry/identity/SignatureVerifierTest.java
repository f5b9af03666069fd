package dev.ferry.identity;

import static dev.ferry.identity.SignedRequests.CALLER;
import static dev.ferry.identity.SignedRequests.KEY;
import static dev.ferry.identity.SignedRequests.SIGNED_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.ferry.identity.SignedRequests.Sample;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.RegionName;
import dev.ferry.testing.TemplateSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.services.ecr.EcrClient;

class SignatureVerifierTest {
    private static final Set<String> ECR = Set.of("ecr");
    private static final RegionName US_EAST_1 = new RegionName("us-east-1");

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

    @ParameterizedTest
    @MethodSource("dev.ferry.identity.SignedRequests#signedByBotocore")
    void verify_refuses_a_request_of_which_any_byte_was_changed(Sample sample) {
        SignatureVerifier verifier = verifier(SIGNED_AT, sample.key());
        List<SignedRequest> changed = changed(sample.request());

        assertThat(changed).hasSizeGreaterThan(200);
        for (SignedRequest request : changed) {
            assertThatThrownBy(() -> verifier.verify(request, Set.of(sample.service())))
                    .as("%s %s?%s %s", request.method(), request.path(), request.query(), request.headers())
                    .isInstanceOf(EcrException.class);
        }
    }

    @Test
    void verify_refuses_a_body_that_is_not_what_its_signed_hash_says() {
        SignedRequest unsignedPayload = SignedRequests.sign("https://h/", "body",
                post -> post.method(SdkHttpMethod.POST),
                properties -> properties.putProperty(
                        AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false));

        assertThat(unsignedPayload.headers()).containsEntry("x-amz-content-sha256", List.of("UNSIGNED-PAYLOAD"));
        assertRefused(verifier(SIGNED_AT, KEY), unsignedPayload, ErrorCode.INVALID_SIGNATURE);
    }

    @Test
    void verify_refuses_an_operation_that_was_not_signed() {
        SignedRequest request = SignedRequests.sign("https://h/", "{}",
                post -> post.method(SdkHttpMethod.POST), UnaryOperator.identity());

        assertThatThrownBy(() -> verifier(SIGNED_AT, KEY).verify(
                        withHeader(request, "x-amz-target", "AmazonEC2ContainerRegistry_V20150921.DeleteRepository"), ECR))
                .hasMessage("'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.");
    }

    @Test
    void verify_refuses_a_request_without_a_signature() {
        SignedRequest request = new SignedRequest("POST", "/", "", Map.of("host", List.of("h")), new byte[0]);

        assertThatThrownBy(() -> verifier(SIGNED_AT, KEY).verify(request, ECR))
                .hasMessage("Missing Authentication Token")
                .asInstanceOf(type(EcrException.class))
                .returns(ErrorCode.MISSING_AUTHENTICATION_TOKEN, EcrException::code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "Basic QVdTOnNlY3JldA==                                            | Unsupported AWS 'algorithm': 'Basic'.",
        "AWS4-HMAC-SHA256                                                  | Authorization header requires 'Credential' parameter.",
        "AWS4-HMAC-SHA256 Credential=k/d/r/ecr/aws4_request                | Authorization header requires 'SignedHeaders' parameter.",
        "AWS4-HMAC-SHA256 Credential=k/d/r/ecr/t,SignedHeaders=host        | Authorization header requires 'Signature' parameter.",
        "AWS4-HMAC-SHA256 Credential=k,SignedHeaders=host,Signature=0      | Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'k'",
        "AWS4-HMAC-SHA256 Credential=k,Credential=l,SignedHeaders=host     | 'Credential' must stand in a request once.",
    })
    void verify_refuses_a_signature_of_which_a_part_is_missing(String authorization, String message) {
        assertThatThrownBy(() -> verifier(SIGNED_AT, KEY)
                        .verify(withHeader(SignedRequests.ecrCall(), "authorization", authorization), ECR))
                .hasMessage(message)
                .asInstanceOf(type(EcrException.class))
                .returns(ErrorCode.INCOMPLETE_SIGNATURE, EcrException::code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "/ecr/            | /sts/        | Credential should be scoped to correct service: 'ecr'.",
        "/us-east-1/      | /us-moon-1/  | Credential should be scoped to a valid region, not 'us-moon-1'.",
        "/us-east-1/      | /aws-global/ | Credential should be scoped to a valid region, not 'aws-global'.",
        "/us-east-1/      | /US.EAST/    | Credential should be scoped to a valid region, not 'US.EAST'.",
        "aws4_request     | aws4_reply   | Credential should be scoped with a valid terminator: 'aws4_request'.",
        "/20260301/       | /20260302/   | Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260302' != '20260301', from '20260301T123045Z'.",
        "SignedHeaders=content-length;content-type;host; | SignedHeaders=content-length;content-type; | 'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
        "SignedHeaders=   | SignedHeaders=absent; | The request has no header 'absent', which is a 'SignedHeader' in the AWS Authorization.",
    })
    void verify_refuses_a_scope_or_headers_that_cannot_be(String given, String replacement, String message) {
        SignedRequest request = SignedRequests.sign("https://h/", "{}",
                post -> post.method(SdkHttpMethod.POST)
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("Content-Length", "2"),
                UnaryOperator.identity());
        String authorization = request.headers().get("authorization").get(0);
        assertThat(authorization).contains(given);

        assertThatThrownBy(() -> verifier(SIGNED_AT, KEY)
                        .verify(withHeader(request, "authorization", authorization.replace(given, replacement)), ECR))
                .hasMessage(message)
                .asInstanceOf(type(EcrException.class))
                .returns(ErrorCode.INVALID_SIGNATURE, EcrException::code);
    }

    @Test
    void verify_refuses_an_unknown_key_without_saying_more() {
        SignatureVerifier verifier = new SignatureVerifier(
                (region, id) -> Optional.empty(), TemplateSettings.servedRegions(), SignedRequests.clock(SIGNED_AT));

        assertThatThrownBy(() -> verifier.verify(SignedRequests.ecrCall(), ECR))
                .hasMessage("The security token included in the request is invalid.")
                .asInstanceOf(type(EcrException.class))
                .returns(ErrorCode.UNRECOGNIZED_CLIENT, EcrException::code);
    }

    @Test
    void verify_asks_for_the_key_in_the_region_of_the_scope() {
        SignatureVerifier verifier = new SignatureVerifier(
                (region, id) -> region.equals(US_EAST_1) ? Optional.of(KEY) : Optional.empty(),
                TemplateSettings.servedRegions(), SignedRequests.clock(SIGNED_AT));

        assertThat(verifier.verify(SignedRequests.ecrCall(), ECR).region()).isEqualTo(US_EAST_1);
    }

    @Test
    void verify_never_reveals_the_signature_that_would_have_been_right() {
        SignedRequest request = SignedRequests.ecrCall();
        String authorization = request.headers().get("authorization").get(0);
        String right = authorization.substring(authorization.indexOf("Signature=") + "Signature=".length());
        SignedRequest forged = withHeader(request, "authorization", authorization.replace(right, "0".repeat(64)));

        assertThatThrownBy(() -> verifier(SIGNED_AT, KEY).verify(forged, ECR))
                .hasMessageStartingWith("The request signature we calculated does not match the signature you provided.")
                .hasMessageNotContaining(right)
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 0, 300})
    void verify_accepts_a_clock_that_is_up_to_five_minutes_off(long seconds) {
        assertThat(verifier(SIGNED_AT.plusSeconds(seconds), KEY).verify(SignedRequests.ecrCall(), ECR).caller())
                .isEqualTo(CALLER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        " 301 | Signature expired: 20260301T123045Z is now earlier than 20260301T123046Z (20260301T123546Z - 5 min.)",
        "-301 | Signature not yet current: 20260301T123045Z is still later than 20260301T123044Z (20260301T122544Z + 5 min.)",
    })
    void verify_refuses_a_clock_that_is_further_off(long seconds, String message) {
        assertThatThrownBy(() -> verifier(SIGNED_AT.plusSeconds(seconds), KEY).verify(SignedRequests.ecrCall(), ECR))
                .hasMessage(message)
                .asInstanceOf(type(EcrException.class))
                .returns(ErrorCode.INVALID_SIGNATURE, EcrException::code);
    }

    @Test
    void verify_accepts_a_presigned_request_until_it_expires() {
        SignedRequest request = SignedRequests.presigned(Duration.ofMinutes(1));

        assertThat(verifier(SIGNED_AT.plusSeconds(60), KEY).verify(request, ECR).caller()).isEqualTo(CALLER);
        assertRefused(verifier(SIGNED_AT.plusSeconds(61), KEY), request, ErrorCode.INVALID_SIGNATURE);
        assertRefused(verifier(SIGNED_AT.minusSeconds(301), KEY), request, ErrorCode.INVALID_SIGNATURE);
    }

    @Test
    void verify_accepts_a_presigned_request_for_five_minutes_however_long_it_would_last() {
        SignedRequest request = SignedRequests.presigned(Duration.ofDays(7));

        assertThat(verifier(SIGNED_AT.plusSeconds(300), KEY).verify(request, ECR).caller()).isEqualTo(CALLER);
        assertRefused(verifier(SIGNED_AT.plusSeconds(301), KEY), request, ErrorCode.INVALID_SIGNATURE);
        assertRefused(verifier(SIGNED_AT.minusSeconds(301), KEY), request, ErrorCode.INVALID_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "604801 | X-Amz-Expires must be between 0 and 604800 seconds",
        "-1     | X-Amz-Expires must be between 0 and 604800 seconds",
        "soon   | X-Amz-Expires should be a number",
    })
    void verify_refuses_a_presigned_request_that_would_be_valid_for_too_long(String expires, String message) {
        SignedRequest request = SignedRequests.presigned(Duration.ofHours(1));
        String query = request.query().replace("X-Amz-Expires=3600", "X-Amz-Expires=" + expires);

        assertThatThrownBy(() -> verifier(SIGNED_AT, KEY).verify(withQuery(request, query), ECR)).hasMessage(message);
    }

    /** The request with each byte of each of its signed parts changed, one at a time. */
    private static List<SignedRequest> changed(SignedRequest request) {
        List<SignedRequest> changed = new ArrayList<>();
        eachChange(request.method(), method -> changed.add(new SignedRequest(
                method, request.path(), request.query(), request.headers(), request.body())));
        eachChange(request.path(), path -> changed.add(new SignedRequest(
                request.method(), path, request.query(), request.headers(), request.body())));
        eachChange(request.query(), query -> changed.add(withQuery(request, query)));
        List<String> signed = RequestSignature.of(request).orElseThrow().signedHeaders();
        request.headers().forEach((name, values) -> {
            if (signed.contains(name) || name.equals("authorization")) {
                eachChange(values.get(0), value -> changed.add(withHeader(request, name, value)));
            }
        });
        for (int i = 0; i < request.body().length; i++) {
            byte[] body = request.body().clone();
            body[i] ^= 1;
            changed.add(new SignedRequest(
                    request.method(), request.path(), request.query(), request.headers(), body));
        }
        byte[] longer = new String(request.body(), StandardCharsets.UTF_8).concat(" ").getBytes(StandardCharsets.UTF_8);
        changed.add(new SignedRequest(request.method(), request.path(), request.query(), request.headers(), longer));
        return changed;
    }

    /** Each character but for its lowest bit, and one more at the end. */
    private static void eachChange(String text, Consumer<String> change) {
        for (int i = 0; i < text.length(); i++) {
            change.accept(text.substring(0, i) + (char) (text.charAt(i) ^ 1) + text.substring(i + 1));
        }
        change.accept(text + "x");
    }

    private static SignedRequest withQuery(SignedRequest request, String query) {
        return new SignedRequest(request.method(), request.path(), query, request.headers(), request.body());
    }

    private static SignedRequest withHeader(SignedRequest request, String name, String value) {
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        headers.put(name, List.of(value));
        return new SignedRequest(request.method(), request.path(), request.query(), headers, request.body());
    }

    private static void assertRefused(SignatureVerifier verifier, SignedRequest request, ErrorCode code) {
        assertThatThrownBy(() -> verifier.verify(request, ECR))
                .asInstanceOf(type(EcrException.class))
                .returns(code, EcrException::code);
    }

    private static SignatureVerifier verifier(Instant now, AccessKey key) {
        return verifier(SignedRequests.clock(now), key);
    }

    private static SignatureVerifier verifier(Clock clock, AccessKey key) {
        return new SignatureVerifier(
                (region, id) -> Optional.of(key).filter(known -> known.id().equals(id)), TemplateSettings.servedRegions(), clock);
    }
}
