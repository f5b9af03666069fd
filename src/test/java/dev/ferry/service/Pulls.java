package dev.ferry.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.StoredImage;

/** Pulls what a repository lists, as a container tool would. */
public final class Pulls {
    private final Services services;

    public Pulls(Services services) {
        this.services = services;
    }

    /** Everything that is listed can be pulled, and has the digest that it is listed under. */
    public void assertAllComplete(Registry registry) {
        for (Image image : services.listed(registry)) {
            Manifest manifest = manifest(registry, image.digest());
            assertThat(Digest.sha256(manifest.bytes())).isEqualTo(image.digest());
            manifest.layers().forEach(layer ->
                    assertThat(Digest.sha256(services.layer(registry, layer.digest()))).isEqualTo(layer.digest()));
            assertThat(services.layers.available(registry, Services.APP,
                            manifest.layers().stream().map(layer -> layer.digest()).toList()))
                    .containsOnlyKeys(manifest.layers().stream().map(layer -> layer.digest()).distinct().toList());
            assertThat(services.listedDigests(registry))
                    .containsAll(manifest.children().stream().map(child -> child.digest()).toList());
            image.tags().forEach(tag ->
                    assertThat(services.tagged(registry, tag.value())).contains(image.digest()));
        }
    }

    private Manifest manifest(Registry registry, Digest digest) {
        StoredImage stored = services.storedImages
                .image(registry.region(), Services.key(registry), digest)
                .orElseThrow();
        return services.manifests.of(registry, stored);
    }
}
