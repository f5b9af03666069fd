package dev.ferry.kills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Descriptor;
import dev.ferry.registry.Digest;
import dev.ferry.registry.ManifestReader;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecr.model.Image;

/** Pulls images with all their layers, and checks that everything is what its digest says. A layer is fetched once. */
final class PulledImages {
    private final PatientClient client;
    private final Set<Fetched> fetched = new HashSet<>();

    private record Fetched(Registry registry, RepositoryName name, Digest layer) {}

    PulledImages(PatientClient client) {
        this.client = client;
    }

    void pull(Registry registry, RepositoryName name, Digest digest) {
        var answer = client.ask(registry, ecr -> ecr.batchGetImage(get -> get.repositoryName(name.value())
                .imageIds(id -> id.imageDigest(digest.toString()))));
        assertThat(answer.images()).as("%s in %s/%s", digest, registry, name).hasSize(1);
        Image image = answer.images().get(0);
        byte[] manifest = image.imageManifest().getBytes(StandardCharsets.UTF_8);
        assertThat(Digest.sha256(manifest)).as("manifest in %s/%s", registry, name).isEqualTo(digest);
        for (Descriptor layer : ManifestReader.read(manifest, Optional.of(image.imageManifestMediaType())).layers()) {
            if (fetched.add(new Fetched(registry, name, layer.digest()))) {
                byte[] bytes = client.download(registry, ecr -> ecr.getDownloadUrlForLayer(get ->
                        get.repositoryName(name.value()).layerDigest(layer.digest().toString())).downloadUrl());
                assertThat(Digest.sha256(bytes)).as("layer in %s/%s", registry, name).isEqualTo(layer.digest());
            }
        }
    }
}
