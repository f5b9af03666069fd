package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import org.junit.jupiter.api.Test;

class DeletionTest extends RegistryTest {
    private final TestImage image = Images.image().build();

    @Test
    void a_tag_goes_and_its_image_stays() {
        registry.push(APP, image, "latest");

        assertStatus(registry.send("DELETE", manifests("latest")), 202);

        assertError(registry.get(manifests("latest")), 404, "MANIFEST_UNKNOWN");
        assertStatus(registry.get(manifests(image.digest().toString())), 200);
        assertError(registry.send("DELETE", manifests("latest")), 404, "MANIFEST_UNKNOWN");
    }

    @Test
    void an_image_goes_with_its_tags() {
        registry.push(APP, image, "latest");

        assertStatus(registry.send("DELETE", manifests(image.digest().toString())), 202);

        assertError(registry.get(manifests("latest")), 404, "MANIFEST_UNKNOWN");
        assertError(registry.send("DELETE", manifests(image.digest().toString())), 404, "MANIFEST_UNKNOWN");
    }

    @Test
    void what_an_index_lists_stays_while_the_index_does() {
        TestImage index = Images.index(image).build();
        registry.push(APP, index, "multi");

        assertError(registry.send("DELETE", manifests(image.digest().toString())), 405, "DENIED");

        registry.send("DELETE", manifests(index.digest().toString()));
        assertStatus(registry.send("DELETE", manifests(image.digest().toString())), 202);
    }

    @Test
    void a_layer_goes_unless_an_image_uses_it() {
        byte[] unused = bytes(9, 100);
        registry.pushBlob(APP, unused);
        registry.push(APP, image, "latest");

        assertStatus(registry.send("DELETE", blobs(Digest.sha256(unused))), 202);
        image.blobs().forEach(blob ->
                assertError(registry.send("DELETE", blobs(blob.digest())), 405, "DENIED"));

        assertError(registry.get(blobs(Digest.sha256(unused))), 404, "BLOB_UNKNOWN");
        assertError(registry.send("DELETE", blobs(Digest.sha256(unused))), 404, "BLOB_UNKNOWN");
        image.blobs().forEach(blob -> assertThat(registry.pullBlob(APP, blob.digest()).body()).isEqualTo(blob.bytes()));
    }

    @Test
    void a_layer_that_was_deleted_is_missing_for_a_push_and_can_come_again() {
        registry.push(APP, image, "latest");
        registry.send("DELETE", manifests(image.digest().toString()));
        TestImage.Blob layer = image.layers().get(0);

        assertStatus(registry.send("DELETE", blobs(layer.digest())), 202);
        assertError(registry.putManifest(APP, image, "latest"), 404, "MANIFEST_BLOB_UNKNOWN");

        registry.push(APP, image, "latest");
        assertThat(registry.pullBlob(APP, layer.digest()).body()).isEqualTo(layer.bytes());
    }

    @Test
    void a_layer_of_one_repository_stays_with_the_others() {
        create("team/other");
        registry.pushBlob(APP, bytes(3, 50));
        registry.pushBlob("team/other", bytes(3, 50));

        registry.send("DELETE", blobs(Digest.sha256(bytes(3, 50))));

        assertThat(registry.pullBlob("team/other", Digest.sha256(bytes(3, 50))).body()).isEqualTo(bytes(3, 50));
    }
}
