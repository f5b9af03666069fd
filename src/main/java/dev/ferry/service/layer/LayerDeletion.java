package dev.ferry.service.layer;

import dev.ferry.registry.Descriptor;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.service.image.Manifests;
import dev.ferry.store.Contention;
import dev.ferry.store.images.RepositoryLayers;
import dev.ferry.store.images.StoredImages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Takes layers out of a repository. ECR's API has nothing of the kind; OCI's distribution has. A layer that an image of
 * the repository uses stays, so that what is listed can be pulled. Its bytes stay with the account in any case, as other
 * repositories may use them.
 */
@ApplicationScoped
public class LayerDeletion {
    private final Layers layers;
    private final StoredImages images;
    private final RepositoryLayers repositoryLayers;
    private final Manifests manifests;

    public LayerDeletion(Layers layers, StoredImages images, RepositoryLayers repositoryLayers, Manifests manifests) {
        this.layers = layers;
        this.images = images;
        this.repositoryLayers = repositoryLayers;
        this.manifests = manifests;
    }

    /**
     * Takes a layer out of the repository if no image uses it. Every manifest of the repository is read for that.
     *
     * @return false if an image uses it
     * @throws dev.ferry.registry.EcrException RepositoryNotFoundException, LayersNotFoundException
     */
    public boolean delete(Registry registry, RepositoryName name, Digest layer) {
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        String removal = UUID.randomUUID().toString();
        Contention.retry(() -> {
            layers.size(registry, name, layer);
            repositoryLayers.announceRemoval(registry.region(), key, layer, removal);
            return null;
        });
        boolean used = images.storedImages(registry.region(), key)
                .map(stored -> manifests.of(registry, stored))
                .anyMatch(manifest -> uses(manifest, layer));
        if (used) {
            repositoryLayers.unmark(registry.region(), key, layer, removal);
        } else {
            repositoryLayers.remove(registry.region(), key, layer, removal);
        }
        return !used;
    }

    private static boolean uses(Manifest manifest, Digest layer) {
        return Stream.concat(manifest.layers().stream(), manifest.foreignLayers().stream())
                .map(Descriptor::digest)
                .anyMatch(layer::equals);
    }
}
