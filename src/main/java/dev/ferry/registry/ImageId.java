package dev.ferry.registry;

import java.util.Optional;

/** How a caller names an image: by digest, by tag, or by both, which then have to agree (ECR API, {@code ImageIdentifier}). */
public record ImageId(Optional<Digest> digest, Optional<Tag> tag) {
    private static final String SEPARATOR = "|";

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

    /** Reads what {@link #toString} wrote. */
    public static ImageId parse(String text) {
        int separator = text.indexOf(SEPARATOR);
        return separator < 0
                ? of(Digest.parse(text))
                : new ImageId(
                        separator == 0 ? Optional.empty() : Optional.of(Digest.parse(text.substring(0, separator))),
                        Optional.of(new Tag(text.substring(separator + 1))));
    }

    /** The digest, the tag, or both with a separator that neither has in between. */
    @Override
    public String toString() {
        return digest.map(Digest::toString).orElse("") + tag.map(name -> SEPARATOR + name.value()).orElse("");
    }
}
