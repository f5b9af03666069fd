package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import dev.ferry.registry.MediaTypes;
import dev.ferry.testing.Images;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.TestImage;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;

class PullAndPushTest extends RegistryTest {
    private final TestImage image = Images.image().layers(2).build();

    @Test
    void what_was_pushed_is_pulled_byte_by_byte() {
        registry.push(APP, image, "latest");

        for (String reference : new String[] {"latest", image.digest().toString()}) {
            HttpResponse<byte[]> pulled = registry.send(
                    "GET", manifests(reference), new byte[0], "Accept", MediaTypes.DOCKER_MANIFEST);
            assertStatus(pulled, 200);
            assertThat(pulled.body()).isEqualTo(image.manifest());
            assertThat(header(pulled, "Content-Type")).isEqualTo(image.mediaType());
            assertThat(header(pulled, "Docker-Content-Digest")).isEqualTo(image.digest().toString());
        }
        image.blobs().forEach(blob ->
                assertThat(registry.pullBlob(APP, blob.digest()).body()).isEqualTo(blob.bytes()));
    }

    @Test
    void head_tells_what_get_would_give() {
        registry.push(APP, image, "latest");

        HttpResponse<byte[]> manifest = registry.send("HEAD", manifests("latest"));
        HttpResponse<byte[]> blob = registry.send("HEAD", blobs(image.config().digest()));

        assertStatus(manifest, 200);
        assertThat(header(manifest, "Content-Length")).isEqualTo(Integer.toString(image.manifest().length));
        assertThat(header(manifest, "Docker-Content-Digest")).isEqualTo(image.digest().toString());
        assertStatus(blob, 200);
        assertThat(header(blob, "Content-Length")).isEqualTo(Integer.toString(image.config().bytes().length));
        assertThat(header(blob, "Docker-Content-Digest")).isEqualTo(image.config().digest().toString());
    }

    @Test
    void a_range_of_a_layer_is_served_where_the_layer_lies() {
        registry.push(APP, image, "latest");
        TestImage.Blob layer = image.layers().get(0);

        HttpResponse<byte[]> redirect = registry.get(blobs(layer.digest()));
        HttpResponse<byte[]> range = registry.pullBlob(APP, layer.digest(), "Range", "bytes=100-199");

        assertStatus(redirect, 307);
        assertThat(redirect.body()).isEmpty();
        assertStatus(range, 206);
        assertThat(range.body()).hasSize(100).isEqualTo(Arrays.copyOfRange(layer.bytes(), 100, 200));
        assertError(registry.send("GET", blobs(layer.digest()), new byte[0], "Range", "bytes=9-1"), 416, "RANGE_INVALID");
    }

    @Test
    void a_push_here_is_the_same_push_as_through_ecrs_api() {
        registry.push(APP, image, "latest");

        assertThat(ecr.describeImages(describe -> describe.repositoryName(APP)).imageDetails()).singleElement()
                .satisfies(detail -> {
                    assertThat(detail.imageDigest()).isEqualTo(image.digest().toString());
                    assertThat(detail.imageTags()).containsExactly("latest");
                });
    }

    @Test
    void a_descriptor_with_another_size_than_its_blob_is_refused() {
        image.blobs().forEach(blob -> registry.pushBlob(APP, blob.bytes()));

        HttpResponse<byte[]> refused =
                registry.putManifest(APP, image.claiming(1023, image.layers().get(1).digest()), "wrong");

        assertError(refused, 400, "MANIFEST_INVALID");
        assertThat(RegistryClient.text(refused)).contains("1023").contains("1024 bytes");
        assertStatus(registry.get(manifests("wrong")), 404);
    }

    @Test
    void pushing_again_what_is_there_is_a_success() {
        registry.push(APP, image, "latest");

        HttpResponse<byte[]> again = registry.putManifest(APP, image, "latest");

        assertStatus(again, 201);
        assertThat(RegistryClient.location(again)).isEqualTo(manifests(image.digest().toString()));
        assertStatus(registry.putManifest(APP, image, image.digest().toString()), 201);
    }

    @Test
    void an_image_is_pushed_by_digest_with_tags() {
        registry.push(APP, image, image.digest().toString());

        HttpResponse<byte[]> tagged = registry.putManifest(APP, image, image.digest() + "?tag=one&tag=two");

        assertStatus(tagged, 201);
        assertThat(header(tagged, "OCI-Tag")).isEqualTo("one, two");
        assertStatus(registry.get(manifests("one")), 200);
        assertStatus(registry.get(manifests("two")), 200);
    }

    @Test
    void an_index_needs_its_children_and_an_image_its_layers() {
        TestImage index = Images.index(image).build();

        assertError(registry.putManifest(APP, image, "latest"), 404, "MANIFEST_BLOB_UNKNOWN");
        assertError(registry.putManifest(APP, index, "latest"), 404, "MANIFEST_BLOB_UNKNOWN");
        assertError(registry.get(manifests("latest")), 404, "MANIFEST_UNKNOWN");
    }

    @Test
    void an_immutable_tag_stays_and_ecr_says_why() {
        ecr.putImageTagMutability(put -> put.repositoryName(APP).imageTagMutability(ImageTagMutability.IMMUTABLE));
        registry.push(APP, image, "latest");
        TestImage other = Images.image().seed(2).build();
        other.blobs().forEach(blob -> registry.pushBlob(APP, blob.bytes()));

        HttpResponse<byte[]> moved = registry.putManifest(APP, other, "latest");
        HttpResponse<byte[]> same = registry.putManifest(APP, image, "latest");

        for (HttpResponse<byte[]> refused : List.of(moved, same)) {
            assertError(refused, 400, "TAG_INVALID");
            assertThat(json(refused).at("/errors/0/message").asText()).isEqualTo("The image tag 'latest' already exists in the "
                    + "'team/app' repository and cannot be overwritten because the repository is immutable.");
        }
        assertStatus(registry.putManifest(APP, image, image.digest().toString()), 201);
    }

    @Test
    void a_repository_has_to_be_there() {
        assertError(registry.get("/v2/team/other/manifests/latest"), 404, "NAME_UNKNOWN");
        assertError(registry.get("/v2/team/other/tags/list"), 404, "NAME_UNKNOWN");
        assertError(registry.get("/v2/team/other/referrers/" + image.digest()), 404, "NAME_UNKNOWN");
        assertError(registry.send("POST", "/v2/team/other/blobs/uploads/"), 404, "NAME_UNKNOWN");
        assertError(registry.putManifest("team/other", image, "latest"), 404, "NAME_UNKNOWN");
        assertError(registry.get("/v2/team/other/blobs/" + image.digest()), 404, "NAME_UNKNOWN");
    }

    @Test
    void a_manifest_whose_digest_is_another_one_is_refused() {
        registry.push(APP, image, "latest");

        assertError(registry.putManifest(APP, image, Digest.sha256("another").toString()), 400, "DIGEST_INVALID");
    }

    @Test
    void an_image_is_pushed_and_pulled_by_its_sha512() {
        byte[] layer = bytes(7, 3000);
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        Digest layerDigest = Digest.Algorithm.SHA512.of(layer);
        Digest configDigest = Digest.Algorithm.SHA512.of(config);
        assertStatus(registry.send("PUT",
                RegistryClient.location(registry.send("POST", "/v2/" + APP + "/blobs/uploads/?digest-algorithm=sha512"))
                        + "?digest=" + layerDigest, layer), 201);
        assertStatus(registry.send("PUT", registry.begin(APP) + "?digest=" + configDigest, config), 201);
        byte[] manifest = """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":2},
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":3000}]}"""
                .formatted(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_EMPTY, configDigest, layerDigest)
                .getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.Algorithm.SHA512.of(manifest);

        assertStatus(registry.send("PUT", manifests(digest.toString()), manifest, "Content-Type", MediaTypes.OCI_MANIFEST), 201);

        HttpResponse<byte[]> pulled = registry.get(manifests(digest.toString()));
        assertStatus(pulled, 200);
        assertThat(pulled.body()).isEqualTo(manifest);
        assertThat(header(pulled, "Docker-Content-Digest")).isEqualTo(digest.toString());
        assertThat(registry.pullBlob(APP, layerDigest).body()).isEqualTo(layer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "OPTIONS"})
    void a_method_that_a_path_does_not_take_is_refused(String method) {
        HttpResponse<byte[]> refused = registry.send(method, manifests("latest"));

        assertError(refused, 405, "UNSUPPORTED");
        assertThat(header(refused, "Allow")).isEqualTo("DELETE, GET, HEAD, PUT");
    }
}
