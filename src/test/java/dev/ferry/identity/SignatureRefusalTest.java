package dev.ferry.identity;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** What was not signed, or is not what was signed, is refused. */
class SignatureRefusalTest extends SignatureTest {
    private static final RegionName US_EAST_1 = new RegionName("us-east-1");

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
}
