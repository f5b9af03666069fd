package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.MediaTypes;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.model.Image;

/** {@code PutImage}: what it takes, and what it refuses. */
class PutImageTest extends ImageTest {
    private void uploadBlobs(TestImage of) {
        of.blobs().forEach(blob -> upload("app", blob.bytes()));
    }

    @Test
    void put_answers_with_the_image_as_it_was_sent() {
        uploadBlobs(image);

        Image put = ecr.putImage(request -> request.repositoryName("app").imageManifest(image.manifestText())
                .imageDigest(image.digest().toString()).imageTag("v1")).image();

        assertThat(put.registryId()).isEqualTo(account);
        assertThat(put.repositoryName()).isEqualTo("app");
        assertThat(put.imageId()).isEqualTo(id(image, "v1"));
        assertThat(put.imageManifest()).isEqualTo(image.manifestText());
        assertThat(put.imageManifestMediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
        assertThat(ids()).containsExactly(id(image, "v1"));
    }

    @Test
    void put_of_the_same_image_gives_it_another_tag() {
        push("app", image, "v1");
        put("app", image, "v2");

        assertThat(ids()).containsExactly(id(image, "v1"), id(image, "v2"));
    }

    @Test
    void put_moves_a_tag_and_leaves_the_old_image_untagged() {
        push("app", image, "latest");
        push("app", other, "latest");

        assertThat(ids()).containsExactlyInAnyOrder(id(image, null), id(other, "latest"));
    }

    @Test
    void put_refuses_what_would_change_nothing() {
        push("app", image, "v1");
        String start = "Image with digest '" + image.digest() + "'";
        String end = " already exists in the repository with name 'app' in registry with id '" + account + "'";

        assertRefused(() -> put("app", image, "v1"), "ImageAlreadyExistsException", start + " and tag 'v1'" + end);
        assertRefused(() -> put("app", image, null), "ImageAlreadyExistsException", start + end);
    }

    @Test
    void put_refuses_to_move_an_immutable_tag() {
        ecr.putImageTagMutability(put -> put.repositoryName("app").imageTagMutability("IMMUTABLE"));
        push("app", image, "v1");

        assertRefused(() -> push("app", other, "v1"), "ImageTagAlreadyExistsException", "The image tag 'v1' already exists "
                + "in the 'app' repository and cannot be overwritten because the repository is immutable.");
        refused(() -> put("app", image, "v1"), 400, "ImageAlreadyExistsException");
        assertThat(ids()).containsExactly(id(image, "v1"));
        push("app", other, "v2");
    }

    @Test
    void put_refuses_a_manifest_whose_layers_are_not_there() {
        upload("app", image.config().bytes());
        String layer = image.layers().get(0).digest().toString();

        assertRefused(() -> put("app", image, "v1"), "LayersNotFoundException", "Layers with digests '[" + layer
                + "]' required for pushing image into repository with name 'app' in the registry with id '" + account
                + "' do not exist");
        assertThat(ids()).isEmpty();
    }

    @Test
    void put_refuses_an_index_whose_images_are_not_there() {
        TestImage index = Images.index(image, other).build();
        push("app", image, null);

        assertRefused(() -> put("app", index, "v1"), "ReferencedImagesNotFoundException", "Images with digests '["
                + other.digest() + "]' required for pushing image into repository with name 'app' in the registry with id '"
                + account + "' do not exist");
        assertThat(ids()).containsExactly(id(image, null));
    }

    @Test
    void put_refuses_a_digest_that_is_not_the_manifests() {
        uploadBlobs(image);

        assertRefused(() -> ecr.putImage(put -> put.repositoryName("app").imageManifest(image.manifestText())
                        .imageDigest(other.digest().toString())),
                "ImageDigestDoesNotMatchException", "The image with digest '" + other.digest() + "' in repository 'app' and "
                        + "registry ID '" + account + "' does not match the image digest that Amazon ECR has calculated.");
        assertThat(ids()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no manifest", "{", "[]", "{}", "{\"schemaVersion\":2}", "\"text\"", "null"})
    void put_refuses_bytes_that_are_no_manifest(String manifest) {
        assertThat(refused(() -> ecr.putImage(put -> put.repositoryName("app").imageManifest(manifest)), 400,
                        "InvalidParameterException").awsErrorDetails().errorMessage())
                .startsWith("Invalid parameter at 'imageManifest' failed to satisfy constraint: '");
        assertThat(ids()).isEmpty();
    }

    @Test
    void put_refuses_a_media_type_that_contradicts_the_manifests() {
        uploadBlobs(image);

        refused(() -> ecr.putImage(put -> put.repositoryName("app").imageManifest(image.manifestText())
                .imageManifestMediaType(MediaTypes.DOCKER_MANIFEST)), 400, "InvalidParameterException");
        assertThat(ids()).isEmpty();
    }

    @Test
    void put_refuses_a_tag_that_is_none() {
        assertRefused(() -> put("app", image, "not a tag"), "InvalidParameterException",
                invalid("imageTag", "must satisfy regular expression '[a-zA-Z0-9-_.]+'"));
    }

    @Test
    void put_refuses_a_repository_that_is_not_there() {
        assertRefused(() -> put("gone", image, "v1"), "RepositoryNotFoundException", noRepository("gone"));
    }

    @Test
    void put_refuses_before_writing_what_could_not_be_answered() {
        // Of quotation marks alone: each takes four bytes of a response that repeats it.
        TestImage large = Images.index(image).annotation("note", "\"".repeat(1_000_000)).build();
        push("app", image, "child");

        assertThat(refused(() -> put("app", large, "large"), 400, "LimitExceededException").awsErrorDetails().errorMessage())
                .endsWith("Nothing was written.");
        assertThat(ids()).containsExactly(id(image, "child"));
    }

    @Test
    @Tag("full")
    void index_of_as_many_images_as_there_can_be_is_pushed_and_deleted() {
        TestImage[] children = IntStream.range(0, 80)
                .mapToObj(number -> Images.image().annotation("number", Integer.toString(number)).build())
                .toArray(TestImage[]::new);
        TestImage index = Images.index(children).build();
        push("app", index, "v0");
        IntStream.range(1, 12).forEach(number -> put("app", index, "v" + number));

        assertThat(delete(id(index, null)).imageIds()).hasSize(12);
        assertThat(delete(id(children[0], null), id(children[79], null)).failures()).isEmpty();
        assertThat(ids()).hasSize(78);
    }

    @Test
    void large_manifest_comes_back_as_it_was_pushed() {
        TestImage large = Images.index(image).annotation("note", "x".repeat(1_000_000)).build();
        push("app", large, "large");

        Image got = ecr.batchGetImage(get -> get.repositoryName("app").imageIds(tag("large"))).images().get(0);

        assertThat(got.imageManifest()).isEqualTo(large.manifestText());
        assertThat(got.imageId()).isEqualTo(id(large, "large"));
    }
}
