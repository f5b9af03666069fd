package dev.ferry.registry;

import java.util.Optional;

/**
 * An image as its item holds it.
 *
 * @param manifest the manifest's bytes, or empty where they are too large for the item and lie with the layers
 * @param deletions how often the image had been deleted here when it came, as {@link ImageState} counts
 */
public record StoredImage(Image image, Optional<byte[]> manifest, long deletions) {}
