package dev.ferry.registry;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a repository knows of one image besides its manifest's bytes. An image without tags is untagged, not gone.
 *
 * @param sizeInBytes as {@link Manifest#sizeInBytes}
 * @param tags        the tags that name it now
 * @param listedBy    the images of this repository, indexes all, that list it as a child
 * @param pushedAt    when it first came to this repository
 */
public record Image(
        Digest digest,
        String mediaType,
        long sizeInBytes,
        Optional<String> artifactType,
        Optional<Digest> subject,
        Set<Tag> tags,
        Set<Digest> listedBy,
        Instant pushedAt) {

    public Image {
        tags = Set.copyOf(tags);
        listedBy = Set.copyOf(listedBy);
    }
}
