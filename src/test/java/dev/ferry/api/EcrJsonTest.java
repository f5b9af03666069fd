package dev.ferry.api;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcrJsonTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "{", "{}}", "{} {}", "{}x", "[1,]", "{'a':1}", "{a:1}", "{\"a\":01}", "{\"a\":NaN}", "{\"a\":1,}", "nul",
        "{\"a\":\"\n\"}", "{\"a\":\"\\x\"}", "// comment\n{}", "\u0000"
    })
    void malformed_body_is_refused(String body) {
        assertThat(refusal(body.getBytes(UTF_8))).hasMessageStartingWith("The request body is not well-formed JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":1}", "{\"b\":[{\"a\":{},\"a\":{}}]}"
    })
    void member_named_twice_is_refused(String body) {
        assertThat(refusal(body.getBytes(UTF_8))).hasMessageContaining("with each member named once: line 1, column ");
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() {
        byte[] body = "{\"a\":\"x\"}".getBytes(UTF_8);
        body[6] = (byte) 0xff;

        assertThat(refusal(body)).hasMessageContaining("line 1");
    }

    @Test
    void half_a_utf_16_character_is_refused() {
        byte[] whole = "{}".getBytes(UTF_16);
        byte[] body = Arrays.copyOf(whole, whole.length - 1);

        assertThat(refusal(body)).hasMessageContaining("The request body is not");
    }

    @Test
    void nesting_as_deep_as_a_hundred_thousand_levels_is_refused() {
        assertThat(refusal("[".repeat(100_000).getBytes(UTF_8))).hasMessageContaining("nested deeper");
    }

    @Test
    void number_of_a_million_digits_is_refused() {
        assertThat(refusal("1".repeat(1_000_000).getBytes(UTF_8))).hasMessageContaining("larger");
    }

    @Test
    void text_longer_than_the_largest_blob_is_refused() {
        String text = "a".repeat(29 * 1024 * 1024);

        assertThat(refusal(("\"" + text + "\"").getBytes(UTF_8))).hasMessageContaining("larger");
    }

    @Test
    void largest_blob_is_read() {
        String blob = "a".repeat((20 * 1024 * 1024 + 2) / 3 * 4);

        assertThat(EcrJson.parse(("\"" + blob + "\"").getBytes(UTF_8)).textValue()).isEqualTo(blob);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n"})
    void body_without_anything_is_an_empty_object(String body) {
        assertThat(EcrJson.parse(body.getBytes(UTF_8))).isEqualTo(EcrJson.object());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T00:00:00Z, 1793491200.000",
        "2026-11-01T00:00:00.120999Z, 1793491200.120",
        "1970-01-01T00:00:00.001Z, 0.001",
        "2033-05-18T03:33:20Z, 2000000000.000"
    })
    void timestamp_is_written_as_seconds_with_milliseconds(Instant instant, String written) {
        assertThat(EcrJson.write(EcrJson.timestamp(instant))).asString(UTF_8).isEqualTo(written);
    }

    private static EcrException refusal(byte[] body) {
        EcrException error = catchThrowableOfType(EcrException.class, () -> EcrJson.parse(body));
        assertThat(error.code()).isEqualTo(ErrorCode.SERIALIZATION);
        return error;
    }
}
