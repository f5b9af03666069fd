package dev.ferry.cli.demo;

import java.util.List;

/**
 * An image as it came from a registry, each byte of it computed into its digest.
 *
 * @param digest of the manifest
 * @param layers in the manifest's order
 * @param size   bytes of the manifest, the configuration and the layers
 */
record PulledImage(String digest, List<ContentDigest> layers, long size) {

    PulledImage {
        layers = List.copyOf(layers);
    }
}
