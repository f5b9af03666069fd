package dev.ferry.identity;

import static dev.ferry.identity.SignedRequests.CALLER;
import static dev.ferry.identity.SignedRequests.KEY;
import static dev.ferry.identity.SignedRequests.SIGNED_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a signature is good for. */
class SignatureTimeTest extends SignatureTest {
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
}
