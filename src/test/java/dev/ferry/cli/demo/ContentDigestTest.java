package dev.ferry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ContentDigestTest {
    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);
    /** Of the OCI image specification, the descriptor of the empty JSON object. */
    private static final String DIGEST = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    @Test
    void content_is_told_by_its_digest_and_size_however_it_is_read() throws IOException {
        assertThat(ContentDigest.of(EMPTY_OBJECT)).isEqualTo(new ContentDigest(DIGEST, 2));
        assertThat(ContentDigest.of(new ByteArrayInputStream(EMPTY_OBJECT))).isEqualTo(new ContentDigest(DIGEST, 2));
    }

    @Test
    void content_that_is_what_was_promised_is_accepted() {
        assertThatCode(() -> ContentDigest.of(EMPTY_OBJECT).verify(DIGEST, 2)).doesNotThrowAnyException();
    }

    @Test
    void another_size_or_digest_is_refused_saying_what_was_expected_and_what_came() {
        ContentDigest content = ContentDigest.of(EMPTY_OBJECT);

        assertThatThrownBy(() -> content.verify(DIGEST, 3))
                .isInstanceOf(MismatchException.class)
                .hasMessageContainingAll("expected " + DIGEST + " of 3 bytes", "came " + DIGEST + " of 2 bytes");
        assertThatThrownBy(() -> content.verify("sha256:0", 2))
                .isInstanceOf(MismatchException.class)
                .hasMessageContainingAll("expected sha256:0", "came " + DIGEST);
    }
}
