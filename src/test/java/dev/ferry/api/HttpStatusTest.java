package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.ErrorCode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HttpStatusTest {

    @Test
    void every_error_has_the_status_of_an_error() {
        assertThat(ErrorCode.values()).allSatisfy(code -> assertThat(HttpStatus.of(code)).isBetween(400, 599));
    }

    @Test
    void what_is_not_found_has_status_400_as_in_ecr() {
        assertThat(Arrays.stream(ErrorCode.values()).filter(code -> code.type().endsWith("NotFoundException")))
                .isNotEmpty()
                .allSatisfy(code -> assertThat(HttpStatus.of(code)).isEqualTo(400));
    }

    @Test
    void who_is_throttled_gets_400_as_in_ecr_and_a_fault_of_the_server_500() {
        assertThat(HttpStatus.of(ErrorCode.THROTTLING)).isEqualTo(400);
        assertThat(HttpStatus.of(ErrorCode.SERVER)).isEqualTo(500);
        assertThat(HttpStatus.of(ErrorCode.REQUEST_ENTITY_TOO_LARGE)).isEqualTo(413);
    }
}
