package dev.ferry.identity;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.testing.TemplateSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Verifiers, and requests that are almost those that were signed. */
abstract class SignatureTest {
    static final Set<String> ECR = Set.of("ecr");

    static SignedRequest withQuery(SignedRequest request, String query) {
        return new SignedRequest(request.method(), request.path(), query, request.headers(), request.body());
    }

    static SignedRequest withHeader(SignedRequest request, String name, String value) {
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        headers.put(name, List.of(value));
        return new SignedRequest(request.method(), request.path(), request.query(), headers, request.body());
    }

    static void assertRefused(SignatureVerifier verifier, SignedRequest request, ErrorCode code) {
        assertThatThrownBy(() -> verifier.verify(request, ECR))
                .asInstanceOf(type(EcrException.class))
                .returns(code, EcrException::code);
    }

    static SignatureVerifier verifier(Instant now, AccessKey key) {
        return verifier(SignedRequests.clock(now), key);
    }

    static SignatureVerifier verifier(Clock clock, AccessKey key) {
        return new SignatureVerifier(
                (region, id) -> Optional.of(key).filter(known -> known.id().equals(id)), TemplateSettings.servedRegions(), clock);
    }
}
