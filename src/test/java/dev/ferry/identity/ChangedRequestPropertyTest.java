package dev.ferry.identity;

import static dev.ferry.identity.SignedRequests.KEY;
import static dev.ferry.identity.SignedRequests.SIGNED_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.EcrException;
import dev.ferry.testing.TemplateSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Of any request that was signed, in its headers or in its query string, no byte can be changed. */
class ChangedRequestPropertyTest {
    private static final String CHARACTERS = "abAB01-._~ +%&=/?*:;,@!'()\"\\[]{}|^`<>#üß漢😀";

    private final SignatureVerifier verifier = new SignatureVerifier(
            (region, id) -> Optional.of(KEY).filter(key -> key.id().equals(id)),
            TemplateSettings.servedRegions(),
            SignedRequests.clock(SIGNED_AT));

    @Property(tries = 400)
    void a_request_of_which_a_byte_was_changed_proves_nothing(
            @ForAll boolean presigned,
            @ForAll("texts") String segment,
            @ForAll("texts") String parameter,
            @ForAll("headerValues") String headerValue,
            @ForAll("texts") String body,
            @ForAll @IntRange(min = 0, max = 1_000_000) int choice) {
        SignedRequest request = signed(presigned, segment, parameter, headerValue, presigned ? "" : body);
        assertThat(verifier.verify(request, Set.of("ecr")).caller()).isEqualTo(KEY.caller());

        List<SignedRequest> changed = changes(request);
        SignedRequest one = changed.get(choice % changed.size());
        assertThatThrownBy(() -> verifier.verify(one, Set.of("ecr")))
                .as("%s %s?%s %s", one.method(), one.path(), one.query(), one.headers())
                .isInstanceOf(EcrException.class);
    }

    private static SignedRequest signed(
            boolean presigned, String segment, String parameter, String headerValue, String body) {
        return SignedRequests.sign(
                "https://api.ecr.us-east-1.amazonaws.com/x" + SdkHttpUtils.urlEncode(segment)
                        + "?name=" + SdkHttpUtils.urlEncode(parameter),
                body,
                builder -> builder.method(presigned ? SdkHttpMethod.GET : SdkHttpMethod.POST)
                        .putHeader("X-Amz-Meta", headerValue),
                properties -> presigned
                        ? properties.putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                                .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(5))
                        : properties);
    }

    /** Every request that differs in one byte of what was signed, in the name of a signed header, or by one byte more. */
    private static List<SignedRequest> changes(SignedRequest request) {
        List<SignedRequest> changes = new ArrayList<>();
        each(request.method(), changes, method -> with(request, method, request.path(), request.query(), request.headers()));
        each(request.path(), changes, path -> with(request, request.method(), path, request.query(), request.headers()));
        each(request.query(), changes, query -> with(request, request.method(), request.path(), query, request.headers()));
        List<String> signed = RequestSignature.of(request).orElseThrow().signedHeaders();
        request.headers().forEach((name, values) -> {
            if (signed.contains(name) || name.equals("authorization")) {
                each(values.get(0), changes, value -> withHeader(request, name, name, value));
                each(name, changes, other -> withHeader(request, name, other.toLowerCase(Locale.ROOT), values.get(0)));
            }
        });
        for (int i = 0; i < request.body().length; i++) {
            byte[] body = request.body().clone();
            body[i] ^= 1;
            changes.add(new SignedRequest(request.method(), request.path(), request.query(), request.headers(), body));
        }
        changes.add(new SignedRequest(
                request.method(), request.path(), request.query(), request.headers(), longer(request.body())));
        return changes;
    }

    private static byte[] longer(byte[] body) {
        byte[] longer = Arrays.copyOf(body, body.length + 1);
        longer[body.length] = 'x';
        return longer;
    }

    private static void each(String text, List<SignedRequest> changes, Function<String, SignedRequest> change) {
        for (int i = 0; i < text.length(); i++) {
            changes.add(change.apply(text.substring(0, i) + (char) (text.charAt(i) ^ 1) + text.substring(i + 1)));
        }
        changes.add(change.apply(text + "x"));
    }

    private static SignedRequest with(
            SignedRequest request, String method, String path, String query, Map<String, List<String>> headers) {
        return new SignedRequest(method, path, query, headers, request.body());
    }

    private static SignedRequest withHeader(SignedRequest request, String name, String newName, String value) {
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        headers.remove(name);
        headers.put(newName, List.of(value));
        return with(request, request.method(), request.path(), request.query(), headers);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(CHARACTERS.codePoints().boxed().toList())
                .list().ofMaxSize(10)
                .map(points -> points.stream().map(Character::toString).collect(Collectors.joining()));
    }

    @Provide
    Arbitrary<String> headerValues() {
        return Arbitraries.strings().withChars("ab ,;:\"=").ofMaxLength(10).map(text -> "v" + text + "w");
    }
}
