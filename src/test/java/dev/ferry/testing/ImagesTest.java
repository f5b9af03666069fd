package dev.ferry.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImagesTest {
    @Test
    void the_same_seed_makes_the_same_image() {
        assertThat(Images.image().layers(3).seed(7).build().manifest())
                .isEqualTo(Images.image().layers(3).seed(7).build().manifest());
    }

    @Test
    void another_seed_shares_no_content() {
        assertThat(digests(Images.image().layers(3).seed(7).build()))
                .hasSize(4)
                .doesNotContainAnyElementsOf(digests(Images.image().layers(3).seed(8).build()));
    }

    @Test
    void another_architecture_shares_the_layers_alone() {
        TestImage amd64 = Images.image().build();
        TestImage arm64 = Images.image().architecture("arm64").build();

        assertThat(arm64.layers().get(0).digest()).isEqualTo(amd64.layers().get(0).digest());
        assertThat(arm64.config().digest()).isNotEqualTo(amd64.config().digest());
        assertThat(arm64.digest()).isNotEqualTo(amd64.digest());
    }

    @Test
    void layers_have_exactly_the_size_that_is_asked_for() {
        assertThat(Images.image().layers(2).layerSize(5_000_001).build().layers())
                .hasSize(2)
                .allSatisfy(layer -> assertThat(layer.bytes()).hasSize(5_000_001));
    }

    @Test
    void every_kind_can_be_read_by_the_registry() {
        TestImage image = Images.image().build();

        assertThat(Stream.of(
                        image,
                        Images.image().docker().build(),
                        Images.index(image).build(),
                        Images.index(image).docker().build(),
                        Images.artifact(image).build()))
                .allSatisfy(built -> assertThat(built.read().digest()).isEqualTo(built.digest()));
    }

    private static Set<Digest> digests(TestImage image) {
        return image.blobs().stream().map(TestImage.Blob::digest).collect(Collectors.toSet());
    }
}
