package dev.ferry.registry;

import java.time.Instant;
import java.util.Set;

/**
 * One manifest in one repository, with the tags that name it now. An image without tags is untagged, not gone.
 *
 * @param pushedAt when it first arrived in this repository
 */
public record Image(Manifest manifest, Set<Tag> tags, Instant pushedAt) {
    public Image {
        tags = Set.copyOf(tags);
    }

    public Digest digest() {
        return manifest.digest();
    }
}
