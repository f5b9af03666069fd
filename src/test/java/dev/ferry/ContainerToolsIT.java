package dev.ferry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.testing.Images;
import dev.ferry.testing.LocalCloud;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.TestRegistry;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes in by the OCI API of the packaged functions arrives elsewhere, and is pulled there. */
@ExtendWith(LocalCloud.class)
class ContainerToolsIT {
    private static final String APP = "team/app";

    private final TestRegistry source;
    private final TestRegistry destination;

    ContainerToolsIT(LocalCloud.Running cloud) {
        String account = cloud.newAccount();
        source = cloud.registry(account, "us-west-2");
        destination = cloud.registry(account, "eu-west-1");
    }

    @BeforeEach
    void replicate() {
        source.with(APP).replicatingTo(destination);
    }

    private HttpResponse<byte[]> arrived(String path) {
        return await().atMost(TestRegistry.PATIENCE)
                .until(() -> destination.oci().get("/v2/" + APP + path), response -> response.statusCode() == 200);
    }

    @Test
    void an_image_is_pushed_and_pulled_by_exactly_what_the_repository_says_its_URI_is() {
        String uri = source.ecr().describeRepositories().repositories().get(0).repositoryUri();
        URI registry = URI.create("http://" + uri.substring(0, uri.indexOf('/')));
        String login = source.ecr().getAuthorizationToken().authorizationData().get(0).authorizationToken();
        TestImage image = Images.image().layers(1).build();

        RegistryClient named = new RegistryClient(registry, "Basic " + login);
        named.push(uri.substring(uri.indexOf('/') + 1), image, "1.0");

        assertThat(source.ecr().getAuthorizationToken().authorizationData().get(0).proxyEndpoint())
                .isEqualTo(registry.toString());
        assertThat(named.get("/v2/" + APP + "/manifests/1.0").body()).isEqualTo(image.manifest());
    }

    @Test
    void an_index_and_its_signature_arrive_with_all_their_layers() {
        TestImage first = Images.image().layers(2).build();
        TestImage index = Images.index(first, Images.image().seed(2).architecture("arm64").build()).build();
        TestImage signature = Images.artifact(index).build();
        RegistryClient registry = source.oci();
        registry.push(APP, index, "multi");
        registry.push(APP, signature, signature.digest().toString());

        assertThat(arrived("/manifests/multi").body()).isEqualTo(index.manifest());
        assertThat(arrived("/manifests/" + signature.digest()).body()).isEqualTo(signature.manifest());
        assertThat(RegistryClient.text(arrived("/referrers/" + index.digest()))).contains(signature.digest().toString());
        List.of(first, signature).forEach(image -> image.blobs().forEach(blob ->
                assertThat(destination.oci().pullBlob(APP, blob.digest()).body()).isEqualTo(blob.bytes())));
    }
}
