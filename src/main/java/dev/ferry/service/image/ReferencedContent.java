package dev.ferry.service.image;

import dev.ferry.registry.Descriptor;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.InvalidManifestException;
import dev.ferry.registry.LayersNotFoundException;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.store.ItemKey;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.RepositoryLayers;
import dev.ferry.store.images.StoredImages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a manifest points at has to be in the repository before the manifest, and as the manifest describes it: clients
 * that compare what they get with a descriptor's size could not pull the image otherwise. What may be elsewhere (foreign
 * layers, the subject) is compared where it is there.
 */
@ApplicationScoped
public class ReferencedContent {
    private final StoredImages images;
    private final RepositoryLayers layers;
    private final Manifests manifests;

    public ReferencedContent(StoredImages images, RepositoryLayers layers, Manifests manifests) {
        this.images = images;
        this.layers = layers;
        this.manifests = manifests;
    }

    /** What {@link #require} has to see. */
    List<ItemKey> keys(RepositoryKey repository, Manifest manifest) {
        return Stream.concat(
                        blobs(manifest).map(layer -> ImagesTable.layerKey(repository, layer.digest())),
                        images(manifest).map(image -> ImagesTable.imageKey(repository, image.digest())))
                .toList();
    }

    private static Stream<Descriptor> blobs(Manifest manifest) {
        return Stream.concat(manifest.layers().stream(), manifest.foreignLayers().stream());
    }

    private static Stream<Descriptor> images(Manifest manifest) {
        return Stream.concat(manifest.children().stream(), manifest.subject().stream());
    }

    /**
     * Refuses a manifest whose content is missing or has another size.
     *
     * @throws EcrException LayersNotFoundException, ReferencedImagesNotFoundException
     * @throws InvalidManifestException when a descriptor's size is not that of what it points at
     */
    void require(Registry registry, RepositoryName name, Manifest manifest, ReadSnapshot items) {
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        List<Digest> missingLayers = missing(manifest.layers(), layer -> layers.size(items, key, layer).isPresent());
        if (!missingLayers.isEmpty()) {
            throw new LayersNotFoundException("Layers with digests '" + missingLayers
                    + "' required for pushing image into repository with name '" + name + "' in the registry with id '"
                    + registry.account() + "' do not exist");
        }
        List<Digest> missingChildren = missing(manifest.children(), child -> images.image(items, key, child).isPresent());
        if (!missingChildren.isEmpty()) {
            throw new EcrException(ErrorCode.REFERENCED_IMAGES_NOT_FOUND, "Images with digests '" + missingChildren
                    + "' required for pushing image into repository with name '" + name + "' in the registry with id '"
                    + registry.account() + "' do not exist");
        }
        blobs(manifest).forEach(layer -> requireSize(layer, layers.size(items, key, layer.digest())));
        images(manifest).forEach(image -> requireSize(image, images.image(items, key, image.digest())
                .map(stored -> manifests.size(registry, stored))));
    }

    private static List<Digest> missing(List<Descriptor> wanted, Predicate<Digest> present) {
        return wanted.stream().map(Descriptor::digest).distinct().filter(present.negate()).toList();
    }

    private static void requireSize(Descriptor descriptor, Optional<Long> stored) {
        stored.filter(size -> size != descriptor.size()).ifPresent(size -> {
            throw new InvalidManifestException("the image manifest gives " + descriptor.digest() + " the size "
                    + descriptor.size() + ", but the repository has it with " + size + " bytes");
        });
    }
}
