package dev.ferry.registry;

import java.util.Optional;

/** How a caller names an image: by digest, by tag, or by both, which then have to agree (ECR API, {@code ImageIdentifier}). */
public record ImageId(Optional<Digest> digest, Optional<Tag> tag) {
    public ImageId {
        if (digest.isEmpty() && tag.isEmpty()) {
            throw new InvalidValueException("both tag and digest cannot be null");
        }
    }

    public static ImageId of(Digest digest) {
        return new ImageId(Optional.of(digest), Optional.empty());
    }

    public static ImageId of(Digest digest, Tag tag) {
        return new ImageId(Optional.of(digest), Optional.of(tag));
    }
}
