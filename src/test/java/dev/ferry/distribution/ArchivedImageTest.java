package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;

/** An archived image is not there for container tools. */
class ArchivedImageTest extends RegistryTest {
    private final TestImage image = Images.image().layerSize(64).build();

    private void update(TestImage changed, TargetStorageClass target) {
        ecr.updateImageStorageClass(request -> request.repositoryName(APP)
                .imageId(id -> id.imageDigest(changed.digest().toString())).targetStorageClass(target));
    }

    @Test
    void archived_image_is_pulled_again_once_it_is_restored() {
        registry.push(APP, image, "latest");
        update(image, TargetStorageClass.ARCHIVE);

        assertError(registry.get(manifests("latest")), 404, "MANIFEST_UNKNOWN");
        assertError(registry.get(manifests(image.digest().toString())), 404, "MANIFEST_UNKNOWN");
        assertStatus(registry.send("HEAD", manifests("latest")), 404);

        update(image, TargetStorageClass.STANDARD);
        assertStatus(registry.get(manifests("latest")), 200);
    }

    @Test
    void archived_image_is_restored_by_a_push() {
        registry.push(APP, image, "latest");
        update(image, TargetStorageClass.ARCHIVE);

        registry.push(APP, image, "latest");

        assertStatus(registry.get(manifests("latest")), 200);
    }

    @Test
    void archived_signature_is_not_among_the_referrers() {
        registry.push(APP, image, "latest");
        TestImage signature = Images.artifact(image).build();
        registry.push(APP, signature, signature.digest().toString());
        String referrers = "/v2/" + APP + "/referrers/" + image.digest();
        assertThat(json(registry.get(referrers)).get("manifests")).hasSize(1);

        update(signature, TargetStorageClass.ARCHIVE);

        assertThat(json(registry.get(referrers)).get("manifests")).isEmpty();
    }
}
