package dev.ferry.service.image;

import dev.ferry.layers.LayerStore;
import dev.ferry.registry.Digest;
import dev.ferry.registry.InvalidManifestException;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.ManifestReader;
import dev.ferry.registry.Registry;
import dev.ferry.registry.StoredImage;
import dev.ferry.store.images.ImagesTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.OptionalLong;

/** The manifests of stored images, wherever their bytes lie. */
@ApplicationScoped
public class Manifests {
    private final LayerStore layers;

    public Manifests(LayerStore layers) {
        this.layers = layers;
    }

    /**
     * The manifest of an image that the registry holds.
     *
     * @throws DamagedManifestException when what the registry keeps is not what the image's digest says
     */
    public Manifest of(Registry registry, StoredImage stored) {
        Digest digest = stored.image().digest();
        byte[] bytes = stored.manifest()
                .or(() -> layers.manifest(registry, digest))
                .orElseThrow(() -> lost(registry, digest));
        Manifest manifest;
        try {
            manifest = ManifestReader.read(bytes, Optional.of(stored.image().mediaType()), digest.algorithm());
        } catch (InvalidManifestException unreadable) {
            throw new DamagedManifestException("The image with digest " + digest + " in the registry " + registry
                    + " has a manifest that cannot be read: " + unreadable.getMessage());
        }
        if (!manifest.digest().equals(digest)) {
            throw new DamagedManifestException("The image with digest " + digest + " in the registry " + registry
                    + " does not match the digest that is calculated from its manifest, " + manifest.digest());
        }
        return manifest;
    }

    /** How many bytes the manifest of an image has that the registry holds. */
    long size(Registry registry, StoredImage stored) {
        Digest digest = stored.image().digest();
        return stored.manifest().map(bytes -> OptionalLong.of(bytes.length))
                .orElseGet(() -> layers.manifestSize(registry, digest))
                .orElseThrow(() -> lost(registry, digest));
    }

    private static IllegalStateException lost(Registry registry, Digest manifest) {
        return new IllegalStateException("the manifest of " + manifest + " is not where " + registry
                + " keeps those that are too large for an item");
    }

    /** Has to come before the image is committed, so that an image that can be seen can be pulled. */
    public void store(Registry registry, Manifest manifest) {
        if (manifest.bytes().length > ImagesTable.MAX_INLINE_MANIFEST) {
            layers.putManifest(registry, manifest.digest(), manifest.bytes());
        }
    }
}
