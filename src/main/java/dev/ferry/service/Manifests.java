package dev.ferry.service;

import dev.ferry.layers.LayerStore;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.ManifestReader;
import dev.ferry.registry.Registry;
import dev.ferry.store.ImagesTable;
import dev.ferry.store.StoredImage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The manifests of stored images, wherever their bytes lie. */
@ApplicationScoped
public class Manifests {
    private final LayerStore layers;

    public Manifests(LayerStore layers) {
        this.layers = layers;
    }

    /** The manifest of an image that the registry holds. */
    public Manifest of(Registry registry, StoredImage stored) {
        byte[] bytes = stored.manifest()
                .or(() -> layers.manifest(registry, stored.image().digest()))
                .orElseThrow(() -> new IllegalStateException("the manifest of " + stored.image().digest() + " is not where "
                        + registry + " keeps those that are too large for an item"));
        Manifest manifest = ManifestReader.read(
                bytes, Optional.of(stored.image().mediaType()), stored.image().digest().algorithm());
        if (!manifest.digest().equals(stored.image().digest())) {
            throw new IllegalStateException("the manifest that " + registry + " keeps as " + stored.image().digest()
                    + " has the digest " + manifest.digest());
        }
        return manifest;
    }

    /** Has to come before the image is committed, so that an image that can be seen can be pulled. */
    void keep(Registry registry, Manifest manifest) {
        if (manifest.bytes().length > ImagesTable.MAX_INLINE_MANIFEST) {
            layers.putManifest(registry, manifest.digest(), manifest.bytes());
        }
    }
}
