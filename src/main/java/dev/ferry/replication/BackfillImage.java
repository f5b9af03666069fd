package dev.ferry.replication;

import dev.ferry.registry.Digest;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An image with one of its tags, or one without a tag, as a backfill found it: what becomes one replication.
 *
 * @param tagVersion that the tag had when it was found, so that the replication overwrites nothing that came later
 */
public record BackfillImage(RepositoryName repository, Digest digest, Optional<Tag> tag, OptionalLong tagVersion) {
    private static final String SEPARATOR = "@";

    public BackfillImage {
        if (tag.isPresent() != tagVersion.isPresent()) {
            throw new IllegalArgumentException("a tag has a version, and only a tag has one");
        }
    }

    /** What it is called among the images of a backfill; they sort by it. */
    public String name() {
        return name(repository, new ImageId(Optional.of(digest), tag));
    }

    public static String name(RepositoryName repository, ImageId id) {
        return repository + SEPARATOR + id;
    }

    public static RepositoryName repository(String name) {
        int separator = name.indexOf(SEPARATOR);
        return new RepositoryName(separator < 0 ? name : name.substring(0, separator));
    }

    /** The image that a name is of; empty for the name of a repository alone. */
    public static Optional<ImageId> image(String name) {
        int separator = name.indexOf(SEPARATOR);
        return separator < 0 ? Optional.empty() : Optional.of(ImageId.parse(name.substring(separator + 1)));
    }

    /** @throws InvalidValueException or an IllegalArgumentException if the text is no image's name */
    public static String named(String text) {
        if (image(text).flatMap(ImageId::digest).isEmpty()) {
            throw new InvalidValueException("'" + text + "' names no image");
        }
        return name(repository(text), image(text).get());
    }
}
