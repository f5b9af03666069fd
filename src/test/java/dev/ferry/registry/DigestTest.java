package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    @Test
    void sha256_and_sha512_are_those_of_fips_180_4() {
        byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);

        assertThat(Digest.sha256("abc"))
                .hasToString("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
                .isEqualTo(Digest.sha256(abc));
        assertThat(Digest.Algorithm.SHA512.of(abc))
                .hasToString("sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    }

    @Test
    void sha256_of_a_text_is_that_of_its_utf_8() {
        assertThat(Digest.sha256("ä")).isEqualTo(Digest.sha256(new byte[] {(byte) 0xC3, (byte) 0xA4}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256", ":", "md5:d41d8cd98f00b204e9800998ecf8427e", "SHA256:00", "sha384:00",
        " sha256:00", "sha256+b64:00"})
    void parse_refuses_other_algorithms(String text) {
        assertThatThrownBy(() -> Digest.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must start with 'sha256:' or 'sha512:'");
    }

    @Test
    void parse_refuses_other_lengths_and_characters() {
        String message = "must be 64 lower-case hexadecimal digits after 'sha256:'";

        for (String hex : new String[] {"", "a".repeat(63), "a".repeat(65), "A".repeat(64), "g".repeat(64),
            "a".repeat(63) + "\n", "a".repeat(128), "\u0661".repeat(64)}) {
            assertThatThrownBy(() -> Digest.parse("sha256:" + hex))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessage(message);
        }
        assertThatThrownBy(() -> Digest.parse("sha512:" + "a".repeat(64)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must be 128 lower-case hexadecimal digits after 'sha512:'");
    }

    @Test
    void digests_sort_as_their_texts_do() {
        Digest low = Digest.parse("sha256:" + "0".repeat(64));
        Digest high = Digest.parse("sha256:" + "f".repeat(64));

        assertThat(low).isLessThan(high);
        assertThat(high).isLessThan(Digest.parse("sha512:" + "0".repeat(128)));
    }
}
