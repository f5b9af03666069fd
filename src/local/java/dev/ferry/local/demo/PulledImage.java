package dev.ferry.local.demo;

import java.util.List;

/**
 * An image as it came from a registry, each byte of it computed into its digest.
 *
 * @param digest of the manifest
 * @param layers in the manifest's order
 * @param size   bytes of the manifest, the configuration and the layers
 */
record PulledImage(String digest, List<Content> layers, long size) {

    PulledImage {
        layers = List.copyOf(layers);
    }
}
