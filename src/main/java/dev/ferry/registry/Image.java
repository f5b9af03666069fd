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
 * @param pulledAt    when it was pulled last, to the day; empty if it never was
 * @param storage     whether it is archived
 */
public record Image(
        Digest digest,
        String mediaType,
        long sizeInBytes,
        Optional<String> artifactType,
        Optional<Digest> subject,
        Set<Tag> tags,
        Set<Digest> listedBy,
        Instant pushedAt,
        Optional<Instant> pulledAt,
        ImageStorage storage) {

    /** The most tags of an image (ECR service quotas, "Tags per image"). */
    public static final int MAX_TAGS = 1_000;

    /** The most indexes of its repository that list an image: what is known of one is an item, whose size has an end. */
    public static final int MAX_LISTED_BY = 500;

    public Image {
        tags = Set.copyOf(tags);
        listedBy = Set.copyOf(listedBy);
    }

    /** The same image, when these are its tags. */
    public Image withTags(Set<Tag> named) {
        return new Image(digest, mediaType, sizeInBytes, artifactType, subject, named, listedBy, pushedAt, pulledAt, storage);
    }

    /** Whether the tag may name it, or does. */
    public boolean hasRoomFor(Tag tag) {
        return tags.size() < MAX_TAGS || tags.contains(tag);
    }

    /** Whether the index may list it, or does. */
    public boolean hasRoomFor(Digest index) {
        return listedBy.size() < MAX_LISTED_BY || listedBy.contains(index);
    }
}
