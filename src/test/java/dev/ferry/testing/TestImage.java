package dev.ferry.testing;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.ManifestReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An image to push: its manifest and all that the manifest references.
 *
 * @param blobs    the configuration first, then the layers; none of an index
 * @param children the images that an index lists
 */
public record TestImage(String mediaType, byte[] manifest, List<Blob> blobs, List<TestImage> children) {

    /** A layer, or the configuration. */
    public record Blob(String mediaType, byte[] bytes) {
        public Digest digest() {
            return Digest.sha256(bytes);
        }
    }

    public Digest digest() {
        return Digest.sha256(manifest);
    }

    /** The manifest as PutImage takes it. */
    public String manifestText() {
        return new String(manifest, StandardCharsets.UTF_8);
    }

    /** The same image with another size of what the manifest describes by that digest. */
    public TestImage claiming(long size, Digest described) {
        String changed = manifestText().replaceAll("(\"" + described + "\",\"size\":)\\d+", "$1" + size);
        if (changed.equals(manifestText())) {
            throw new IllegalArgumentException("the manifest does not describe " + described + ", or with that size");
        }
        return new TestImage(mediaType, changed.getBytes(StandardCharsets.UTF_8), blobs, children);
    }

    /** The manifest as the registry sees it. */
    public Manifest read() {
        return ManifestReader.read(manifest, Optional.of(mediaType));
    }

    public Blob config() {
        return blobs.get(0);
    }

    public List<Blob> layers() {
        return blobs.subList(1, blobs.size());
    }
}
