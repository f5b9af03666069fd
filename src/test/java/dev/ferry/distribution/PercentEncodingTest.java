package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PercentEncodingTest {
    @Property
    void what_was_encoded_is_decoded_to_the_same(@ForAll String text) {
        Assume.that(StandardCharsets.UTF_8.newEncoder().canEncode(text));

        String encoded = PercentEncoding.encode(text);

        assertThat(encoded).matches("[A-Za-z0-9._~%-]*");
        assertThat(PercentEncoding.decode(encoded)).contains(text);
    }
}
