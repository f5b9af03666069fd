package dev.ferry.service.layer;

import dev.ferry.registry.Descriptor;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.StoredImage;
import dev.ferry.service.Deadline;
import dev.ferry.service.image.Manifests;
import dev.ferry.store.Contention;
import dev.ferry.store.images.RepositoryLayers;
import dev.ferry.store.images.RepositoryLayers.CutOffRemoval;
import dev.ferry.store.images.StoredImages;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Iterator;
import java.util.Optional;
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
    private final Clock clock;

    public LayerDeletion(
            Layers layers, StoredImages images, RepositoryLayers repositoryLayers, Manifests manifests, Clock clock) {
        this.layers = layers;
        this.images = images;
        this.repositoryLayers = repositoryLayers;
        this.manifests = manifests;
        this.clock = clock;
    }

    /**
     * Takes a layer out of the repository if no image uses it. Every manifest of the repository is read for that; where
     * they are too many for one request, the same one sent again goes on.
     *
     * @return false if an image uses it
     * @throws dev.ferry.registry.EcrException RepositoryNotFoundException, LayersNotFoundException; ThrottlingException
     *     when there is more to read
     */
    public boolean delete(Registry registry, RepositoryName name, Digest layer) {
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        Optional<CutOffRemoval> cutOff = repositoryLayers.cutOffRemoval(registry.region(), key, layer);
        String removal = cutOff.map(CutOffRemoval::removal).orElseGet(() -> announce(registry, name, layer));
        boolean used = isUsed(registry, key, layer, removal, cutOff.map(CutOffRemoval::checkedTo));
        if (used) {
            repositoryLayers.unmark(registry.region(), key, layer, removal);
        } else {
            repositoryLayers.remove(registry.region(), key, layer, removal);
        }
        return !used;
    }

    private String announce(Registry registry, RepositoryName name, Digest layer) {
        String removal = UUID.randomUUID().toString();
        return Contention.retry(() -> {
            layers.size(registry, name, layer);
            repositoryLayers.announceRemoval(
                    registry.region(), new RepositoryKey(registry.account(), name), layer, removal);
            return removal;
        });
    }

    private boolean isUsed(
            Registry registry, RepositoryKey key, Digest layer, String removal, Optional<Digest> checkedTo) {
        Deadline deadline = Deadline.of(clock);
        Iterator<StoredImage> all = images.storedImages(registry.region(), key, checkedTo).iterator();
        while (all.hasNext()) {
            StoredImage stored = all.next();
            if (uses(manifests.of(registry, stored), layer)) {
                return true;
            }
            try {
                deadline.require("The repository has more images than can be looked at in one request: send it again to go on");
            } catch (EcrException over) {
                repositoryLayers.cutOff(registry.region(), key, layer, new CutOffRemoval(removal, stored.image().digest()));
                throw over;
            }
        }
        return false;
    }

    private static boolean uses(Manifest manifest, Digest layer) {
        return Stream.concat(manifest.layers().stream(), manifest.foreignLayers().stream())
                .map(Descriptor::digest)
                .anyMatch(layer::equals);
    }
}
