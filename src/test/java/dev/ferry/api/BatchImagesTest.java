package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.MediaTypes;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** {@code BatchGetImage} and {@code BatchDeleteImage}: what is there and goes, and why what is not or stays. */
class BatchImagesTest extends ImageTest {
    @Test
    void batch_get_gives_images_and_tells_why_others_are_missing() {
        push("app", image, "v1");
        push("app", other, "v2");

        var answer = ecr.batchGetImage(get -> get.repositoryName("app").imageIds(
                tag("v1"), id(other, null), id(image, "v1"), tag("v3"), id(image, "v2"), tag("no tag"),
                ImageIdentifier.builder().imageDigest("sha256:none").build(), ImageIdentifier.builder().build()));

        assertThat(answer.images()).extracting(Image::imageId)
                .containsExactly(id(image, "v1"), id(other, null), id(image, "v1"));
        assertThat(answer.images()).extracting(Image::imageManifestMediaType).containsOnly(MediaTypes.OCI_MANIFEST);
        assertThat(answer.failures()).extracting(ImageFailure::failureCodeAsString).containsExactlyInAnyOrder(
                "ImageNotFound", "ImageTagDoesNotMatchDigest", "InvalidImageTag", "InvalidImageDigest",
                "MissingDigestAndTag");
        assertThat(answer.failures()).extracting(ImageFailure::failureReason).contains("Requested image not found");
    }

    @Test
    void batch_get_from_a_repository_that_is_not_there_is_refused() {
        assertRefused(() -> ecr.batchGetImage(get -> get.repositoryName("gone").imageIds(tag("v1"))),
                "RepositoryNotFoundException", noRepository("gone"));
    }

    @Test
    void delete_by_tag_takes_the_tag_and_with_the_last_one_the_image() {
        push("app", image, "v1");
        put("app", image, "v2");

        assertThat(delete(tag("v1")).imageIds()).containsExactly(id(image, "v1"));
        assertThat(ids()).containsExactly(id(image, "v2"));
        assertThat(delete(tag("v2")).imageIds()).containsExactly(id(image, "v2"));
        assertThat(ids()).isEmpty();
    }

    @Test
    void delete_by_digest_takes_the_image_and_every_tag() {
        push("app", image, "v0");
        List<String> more = IntStream.range(1, 20).mapToObj(number -> "v" + number).toList();
        more.forEach(tag -> put("app", image, tag));

        var answer = delete(id(image, null));

        assertThat(answer.imageIds()).hasSize(20).contains(id(image, "v0"), id(image, "v19"));
        assertThat(answer.failures()).isEmpty();
        assertThat(ids()).isEmpty();
        put("app", image, "again");
        assertThat(ids()).containsExactly(id(image, "again"));
    }

    @Test
    void delete_tells_why_an_image_stays() {
        push("app", image, "v1");
        push("app", other, "v2");

        var answer = delete(tag("v3"), id(image, "v2"), tag("no tag"), ImageIdentifier.builder().build());

        assertThat(answer.imageIds()).isEmpty();
        assertThat(answer.failures()).extracting(ImageFailure::failureCodeAsString).containsExactlyInAnyOrder(
                "ImageNotFound", "ImageTagDoesNotMatchDigest", "InvalidImageTag", "MissingDigestAndTag");
        assertThat(ids()).hasSize(2);
    }

    @Test
    void delete_keeps_an_image_that_an_index_lists_until_the_index_is_gone() {
        TestImage index = Images.index(image).build();
        push("app", index, "v1");

        var refused = delete(id(image, null));
        assertThat(refused.imageIds()).isEmpty();
        assertThat(refused.failures().get(0).failureCodeAsString()).isEqualTo("ImageReferencedByManifestList");
        assertThat(refused.failures().get(0).imageId()).isEqualTo(id(image, null));

        assertThat(delete(id(index, null), id(image, null)).failures()).isEmpty();
        assertThat(ids()).isEmpty();
    }

    @Test
    void delete_from_a_repository_that_is_not_there_is_refused_whatever_is_asked_for() {
        assertRefused(() -> ecr.batchDeleteImage(request -> request.repositoryName("gone")
                .imageIds(ImageIdentifier.builder().build())), "RepositoryNotFoundException", noRepository("gone"));
    }

    @Test
    void pushed_image_is_described_at_once() {
        push("app", image, "v1");

        var detail = ecr.describeImages(describe -> describe.repositoryName("app").imageIds(tag("v1")))
                .imageDetails().get(0);

        assertThat(detail.imagePushedAt())
                .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now().plusSeconds(1));
        assertThat(detail.imageDigest()).isEqualTo(image.digest().toString());
    }
}
