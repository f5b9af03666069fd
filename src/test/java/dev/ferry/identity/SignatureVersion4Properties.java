package dev.ferry.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Whatever the request, Ferry and the AWS SDK's own signer make the same signature of it. */
class SignatureVersion4Properties {
    /** Letters, what must be encoded, what must not, what other encodings treat otherwise, and more than one byte. */
    private static final String CHARACTERS = "abAB01-._~ +%&=/?*:;,@!'()\"\\[]{}|^`<>#\tüß漢😀";

    @Property(tries = 300)
    void makes_the_signature_that_the_sdks_signer_makes(
            @ForAll SdkHttpMethod method,
            @ForAll("texts") String segment,
            @ForAll("parameters") Map<String, List<String>> parameters,
            @ForAll("headerValues") List<String> headerValues,
            @ForAll("texts") String body) {
        String query = parameters.entrySet().stream()
                .flatMap(parameter -> parameter.getValue().stream()
                        .map(value -> SdkHttpUtils.urlEncode(parameter.getKey()) + "=" + SdkHttpUtils.urlEncode(value)))
                .collect(Collectors.joining("&"));
        SignedRequest request = SignedRequests.sign(
                "https://api.ecr.us-east-1.amazonaws.com/x" + SdkHttpUtils.urlEncode(segment) + "?" + query,
                body,
                builder -> builder.method(method).putHeader("X-Amz-Meta", headerValues),
                UnaryOperator.identity());
        RequestSignature claimed = RequestSignature.of(request).orElseThrow();

        assertThat(SignatureVersion4.sign(request, claimed, SignedRequests.KEY.secret()))
                .isEqualTo(claimed.signature());
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(CHARACTERS.codePoints().boxed().toList())
                .list().ofMaxSize(12)
                .map(points -> points.stream().map(Character::toString).collect(Collectors.joining()));
    }

    @Provide
    Arbitrary<Map<String, List<String>>> parameters() {
        return Arbitraries.maps(texts().filter(name -> !name.isEmpty()), texts().list().ofMinSize(1).ofMaxSize(3))
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<String>> headerValues() {
        return Arbitraries.strings().withChars("ab ,;:\t\"=").ofMaxLength(12).list().ofMinSize(1).ofMaxSize(3);
    }
}
