package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorTest {
    private static final Digest DIGEST = Digest.sha256("content");

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9_007_199_254_740_991L})
    void has_a_size_that_every_json_reader_takes_alike(long size) {
        assertThat(new Descriptor("a/b", DIGEST, size).size()).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 9_007_199_254_740_992L, Long.MAX_VALUE, Long.MIN_VALUE})
    void refuses_other_sizes(long size) {
        assertThatThrownBy(() -> new Descriptor("a/b", DIGEST, size))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("a descriptor's size must be 0 to 9007199254740991 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "application/vnd.oci.image.layer.v1.tar+gzip", "text/x-!#$&^_.+-", "0/9"})
    void accepts_media_types(String mediaType) {
        assertThat(new Descriptor(mediaType, DIGEST, 1).mediaType()).isEqualTo(mediaType);
    }

    @Test
    void accepts_127_characters_on_each_side_of_a_media_type() {
        String longest = "a".repeat(127);

        assertThat(new Descriptor(longest + "/" + longest, DIGEST, 1).mediaType()).hasSize(255);
        assertRefused(longest + "a/b");
        assertRefused("a/b" + longest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/", "/a", ".a/b", "a/-b", "a/b/c", "a/b;q=1", "a/b ", "a/b\n", "\u00e4/b",
        "*/*"})
    void refuses_other_media_types(String mediaType) {
        assertRefused(mediaType);
    }

    private static void assertRefused(String mediaType) {
        assertThatThrownBy(() -> new Descriptor(mediaType, DIGEST, 1))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("a descriptor's mediaType must be a media type without parameters");
    }
}
