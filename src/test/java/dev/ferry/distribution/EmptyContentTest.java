package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.clients.ContentSettings;
import dev.ferry.registry.Digest;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.Images;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.RegistryServer;
import dev.ferry.testing.TestImage;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Layers of no bytes and images of no layers: ECR refuses them, and a stack takes them that is told to follow OCI. */
class EmptyContentTest extends RegistryTest {
    private static final byte[] NOTHING = {};
    private static final Digest EMPTY = Digest.sha256(NOTHING);

    private final TestImage withoutLayers = Images.image().layers(0).build();
    private final RegistryServer lenient = new RegistryServer(
            FerryBeans.create().with(ContentSettings.class, () -> true));
    private final RegistryClient lenientRegistry = lenient.client(account, REGION);

    @AfterEach
    void stopLenient() {
        lenient.close();
    }

    @Test
    void a_layer_of_no_bytes_is_refused() {
        String upload = registry.begin(APP);

        HttpResponse<byte[]> refused = registry.send("PUT", upload + "?digest=" + EMPTY);

        assertError(refused, 400, "BLOB_UPLOAD_INVALID");
        assertThat(RegistryClient.text(refused)).contains("does not have any parts");
        assertError(registry.send("POST", "/v2/" + APP + "/blobs/uploads/?digest=" + EMPTY), 400, "BLOB_UPLOAD_INVALID");
        assertStatus(registry.get(blobs(EMPTY)), 404);
        byte[] late = bytes(1, 10);
        assertStatus(registry.send("PUT", upload + "?digest=" + Digest.sha256(late), late), 201);
    }

    @Test
    void a_layer_of_no_bytes_is_taken_where_oci_is_followed() {
        assertStatus(lenientRegistry.send("PUT", lenientRegistry.begin(APP) + "?digest=" + EMPTY), 201);

        assertThat(header(registry.send("HEAD", blobs(EMPTY)), "Content-Length")).isEqualTo("0");
        assertThat(registry.pullBlob(APP, EMPTY).body()).isEmpty();
    }

    @Test
    void an_image_of_no_layers_is_refused() {
        registry.pushBlob(APP, withoutLayers.config().bytes());

        HttpResponse<byte[]> refused = registry.putManifest(APP, withoutLayers, "latest");

        assertError(refused, 405, "UNSUPPORTED");
        assertThat(json(refused).at("/errors/0/message").asText()).isEqualTo("Image has to have at least 1 layer");
        assertStatus(registry.get(manifests("latest")), 404);
    }

    @Test
    void an_image_of_no_layers_is_taken_where_oci_is_followed() {
        registry.pushBlob(APP, withoutLayers.config().bytes());

        assertStatus(lenientRegistry.putManifest(APP, withoutLayers, "latest"), 201);

        assertThat(registry.get(manifests("latest")).body()).isEqualTo(withoutLayers.manifest());
    }
}
