package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of every manifest, and of every damaged one. */
class ManifestReaderPropertyTest {
    private static final String SPECIAL = "{}[]\",:0123456789-.eEnulltruefalse\\ \u0000\u00ff";

    @Property
    void read_gives_what_was_built(
            @ForAll @IntRange(max = 20) int layers,
            @ForAll @IntRange(max = 300) int layerSize,
            @ForAll long seed,
            @ForAll boolean docker) {
        Images.ImageBuilder builder = Images.image().layers(layers).layerSize(layerSize).seed(seed);
        TestImage pushed = (docker ? builder.docker() : builder).build();

        Manifest manifest = pushed.read();

        assertThat(manifest.digest()).isEqualTo(pushed.digest());
        assertThat(manifest.layers())
                .containsExactlyElementsOf(pushed.blobs().stream()
                        .map(blob -> new Descriptor(blob.mediaType(), blob.digest(), blob.bytes().length))
                        .toList());
    }

    @Property(tries = 3000)
    void read_accepts_or_refuses_whatever_byte_is_changed(
            @ForAll("manifests") TestImage pushed,
            @ForAll @IntRange(max = Integer.MAX_VALUE) int place,
            @ForAll("damage") byte damage) {
        byte[] damaged = pushed.manifest().clone();
        damaged[place % damaged.length] = damage;

        assertAcceptedOrRefused(damaged);
    }

    @Property(tries = 1000)
    void read_refuses_a_manifest_that_is_cut_short(
            @ForAll("manifests") TestImage pushed, @ForAll @IntRange(max = Integer.MAX_VALUE) int length) {
        byte[] cut = Arrays.copyOf(pushed.manifest(), length % pushed.manifest().length);

        assertThat(accepts(cut)).isFalse();
    }

    @Property(tries = 1000)
    void read_refuses_bytes_at_random(@ForAll byte[] bytes) {
        assertThat(accepts(bytes)).isFalse();
    }

    private static void assertAcceptedOrRefused(byte[] bytes) {
        if (accepts(bytes)) {
            assertThat(ManifestReader.read(bytes, Optional.empty()).digest()).isEqualTo(Digest.sha256(bytes));
        }
    }

    /** Any other exception than the refusal makes the property fail. */
    private static boolean accepts(byte[] bytes) {
        try {
            ManifestReader.read(bytes, Optional.empty());
            return true;
        } catch (InvalidManifestException refused) {
            assertThat(refused).message().isNotBlank();
            return false;
        }
    }

    @Provide
    Arbitrary<TestImage> manifests() {
        TestImage image = Images.image().layers(2).build();
        return Arbitraries.of(
                image,
                Images.image().docker().build(),
                Images.index(image).annotation("a", "b").build(),
                Images.index(image).docker().build(),
                Images.artifact(image).annotation("a", "b").build());
    }

    @Provide
    Arbitrary<Byte> damage() {
        return Arbitraries.oneOf(
                Arbitraries.bytes(),
                Arbitraries.integers().between(0, SPECIAL.length() - 1).map(i -> (byte) SPECIAL.charAt(i)));
    }
}
