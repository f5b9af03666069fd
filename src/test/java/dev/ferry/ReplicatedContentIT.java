package dev.ferry;

import static dev.ferry.testing.TestRegistry.digest;
import static dev.ferry.testing.TestRegistry.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.Images;
import dev.ferry.testing.LocalCloud;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.TestRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever can be pushed arrives whole: everything that is pulled here is compared with its digest. */
@ExtendWith(LocalCloud.class)
class ReplicatedContentIT {
    private static final String REPOSITORY = "team/app";

    private final TestRegistry source;
    private final TestRegistry destination;

    ReplicatedContentIT(LocalCloud.Running cloud) {
        String account = cloud.newAccount();
        destination = cloud.registry(account, "eu-west-1");
        source = cloud.registry(account, "us-west-2").with(REPOSITORY).replicatingTo(destination);
    }

    private void pushAndPull(TestImage image) {
        source.push(REPOSITORY, image, "1.0");
        source.awaitComplete(REPOSITORY, tag("1.0"));
        destination.pull(REPOSITORY, tag("1.0"));
    }

    @Test
    void anImageWithALayerOfSeveralParts() {
        pushAndPull(Images.image().layers(2).layerSize(14_000_001).seed(21).build());
    }

    @Test
    void anImageOfDockersKind() {
        pushAndPull(Images.image().docker().layers(3).layerSize(1_000).seed(22).build());
    }

    @Test
    void anIndexWithTheImagesOfAllItsPlatforms() {
        pushAndPull(Images.index(
                        Images.image().layers(2).layerSize(1_000).seed(23).architecture("amd64").build(),
                        Images.image().layers(2).layerSize(1_000).seed(24).architecture("arm64").build())
                .build());
    }

    @Test
    @Tag("full")
    void anImageOfManyLayers() {
        pushAndPull(Images.image().layers(60).layerSize(100).seed(25).build());
    }

    @Test
    void anIndexWhoseManifestIsTooLargeForAnItem() {
        pushAndPull(Images.index(Images.image().layers(1).layerSize(100).seed(26).build())
                .annotation("notes", "n".repeat(600_000))
                .build());
    }

    @Test
    void asManyPushesAsThereAreToOneTag_theLastOneWins() {
        TestImage last = null;
        for (int seed = 30; seed < 36; seed++) {
            last = Images.image().layers(1).layerSize(100).seed(seed).build();
            source.push(REPOSITORY, last, "latest");
        }
        TestImage winner = last;
        for (int seed = 30; seed < 36; seed++) {
            source.awaitComplete(REPOSITORY,
                    digest(Images.image().layers(1).layerSize(100).seed(seed).build().digest()));
        }
        assertThat(destination.find(REPOSITORY, tag("latest"))).get().satisfies(
                found -> assertThat(found.imageId().imageDigest()).isEqualTo(winner.digest().toString()));
    }
}
