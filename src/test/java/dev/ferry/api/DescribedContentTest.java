package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A manifest is taken only where what it describes has the size that it gives. */
class DescribedContentTest extends ApiTest {
    private final TestImage image = Images.image().build();

    @BeforeEach
    void makeRepository() {
        create("app");
    }

    private void assertRefused(TestImage wrong, Digest described, long claimed, long actual) {
        assertRefused(() -> put("app", wrong, "wrong"), "InvalidParameterException", invalid("imageManifest",
                "the image manifest gives " + described + " the size " + claimed + ", but the repository has it with "
                        + actual + " bytes"));
        assertThat(ecr.batchGetImage(get -> get.repositoryName("app").imageIds(id -> id.imageTag("wrong"))).images()).isEmpty();
    }

    @Test
    void a_layer_of_another_size_is_refused() {
        image.blobs().forEach(blob -> upload("app", blob.bytes()));
        Digest layer = image.layers().get(0).digest();

        assertRefused(image.claiming(1023, layer), layer, 1023, 1024);
        assertRefused(image.claiming(1025, layer), layer, 1025, 1024);
        put("app", image, "right");
    }

    @Test
    void a_configuration_of_another_size_is_refused() {
        image.blobs().forEach(blob -> upload("app", blob.bytes()));
        TestImage.Blob config = image.config();

        assertRefused(image.claiming(7, config.digest()), config.digest(), 7, config.bytes().length);
    }

    @Test
    void an_image_of_another_size_is_refused_in_an_index() {
        push("app", image, null);
        TestImage index = Images.index(image).build();

        assertRefused(index.claiming(3, image.digest()), image.digest(), 3, image.manifest().length);
        put("app", index, "right");
    }

    @Test
    void an_image_whose_manifest_is_too_large_for_its_item_is_compared_too() {
        TestImage large = Images.artifact(image).annotation("note", "n".repeat(300_000)).build();
        push("app", large, null);
        TestImage index = Images.index(large).build();

        assertRefused(index.claiming(3, large.digest()), large.digest(), 3, large.manifest().length);
        put("app", index, "right");
    }

    @Test
    void a_subject_of_another_size_is_refused_where_it_is_there() {
        TestImage artifact = Images.artifact(image).build().claiming(3, image.digest());
        artifact.blobs().forEach(blob -> upload("app", blob.bytes()));
        put("app", artifact, "before");

        push("app", image, null);
        TestImage later = Images.artifact(image).annotation("later", "yes").build().claiming(3, image.digest());
        assertRefused(later, image.digest(), 3, image.manifest().length);
    }
}
