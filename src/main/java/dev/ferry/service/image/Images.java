package dev.ferry.service.image;

import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageFailure;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Page;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.StoredImage;
import dev.ferry.registry.Tag;
import dev.ferry.service.Deadline;
import dev.ferry.store.ItemKey;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.Tables;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.StoredImages;
import dev.ferry.store.images.UpstreamChecks;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The images of a repository, found by digest or tag, or listed. */
@ApplicationScoped
public class Images {
    private static final Comparator<Tag> BY_LETTERS =
            Comparator.comparing(Tag::value, String.CASE_INSENSITIVE_ORDER).thenComparing(Tag::value);

    /** How many images are looked at for one page, however few of them it is to hold. */
    public static final int MAX_LOOKED_AT = 2_000;

    /** Fewer would take a call each where a page holds few of those that it looks at. */
    private static final int LEAST_AT_ONCE = 100;

    private final Tables tables;
    private final RepositoriesTable repositories;
    private final StoredImages images;
    private final ImageTags tags;
    private final UpstreamChecks checks;
    private final Clock clock;

    public Images(
            Tables tables, RepositoriesTable repositories, StoredImages images, ImageTags tags, UpstreamChecks checks,
            Clock clock) {
        this.tables = tables;
        this.repositories = repositories;
        this.images = images;
        this.tags = tags;
        this.checks = checks;
        this.clock = clock;
    }

    /**
     * What became of one identifier: the image, or why there is none.
     *
     * @param comparedAt when its tag was last compared with that of an upstream registry, from which it came
     */
    public record Found(ImageId id, Optional<StoredImage> image, Optional<ImageFailure> failure, Optional<Instant> comparedAt) {
        static Found of(ImageId id, StoredImage image, Optional<Instant> comparedAt) {
            return new Found(id, Optional.of(image), Optional.empty(), comparedAt);
        }

        public static Found not(ImageId id, ImageFailure why) {
            return new Found(id, Optional.empty(), Optional.of(why), Optional.empty());
        }
    }

    /**
     * Finds images, in the order in which they are asked for.
     *
     * @throws EcrException RepositoryNotFoundException
     */
    public List<Found> find(Registry registry, RepositoryName name, List<ImageId> ids) {
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        List<ItemKey> wanted = new ArrayList<>();
        wanted.add(RepositoriesTable.key(registry.account(), name));
        ids.forEach(id -> {
            id.tag().ifPresent(tag -> wanted.add(ImagesTable.tagKey(key, tag)));
            id.digest().ifPresent(digest -> wanted.add(ImagesTable.imageKey(key, digest)));
        });
        ReadSnapshot items = tables.get(registry.region(), wanted);
        if (repositories.repository(items, registry, name).isEmpty()) {
            throw EcrException.repositoryNotFound(registry, name);
        }
        Map<Tag, Digest> tagged = new HashMap<>();
        ids.stream().flatMap(id -> id.tag().stream()).forEach(tag ->
                tags.tag(items, key, tag).digest().ifPresent(digest -> tagged.put(tag, digest)));
        ReadSnapshot byTag = tables.get(registry.region(),
                tagged.values().stream().map(digest -> ImagesTable.imageKey(key, digest)).toList());
        return ids.stream().map(id -> found(id, key, items, byTag, tagged)).toList();
    }

    private Found found(ImageId id, RepositoryKey key, ReadSnapshot byDigest, ReadSnapshot byTag, Map<Tag, Digest> tagged) {
        Optional<Digest> named = id.tag().map(tagged::get);
        if (id.digest().isPresent() && id.tag().isPresent()) {
            if (named.isPresent() && !named.equals(id.digest())) {
                return Found.not(id, ImageFailure.IMAGE_TAG_DOES_NOT_MATCH_DIGEST);
            }
        }
        Optional<StoredImage> image = id.tag().isPresent()
                ? named.flatMap(digest -> images.image(byTag, key, digest))
                : images.image(byDigest, key, id.digest().orElseThrow());
        return image.map(stored -> Found.of(
                        id, stored, id.tag().flatMap(tag -> checks.comparedAt(byDigest, key, tag))))
                .orElseGet(() -> Found.not(id, ImageFailure.IMAGE_NOT_FOUND));
    }

    /** Which images of a repository a list is to hold. */
    public enum TagStatus {
        TAGGED {
            @Override
            public boolean holds(Image image) {
                return !image.tags().isEmpty();
            }
        },
        UNTAGGED {
            @Override
            public boolean holds(Image image) {
                return image.tags().isEmpty();
            }
        },
        ANY {
            @Override
            public boolean holds(Image image) {
                return true;
            }
        };

        /** Whether the list is to hold this image. */
        public abstract boolean holds(Image image);
    }

    /**
     * A page of the repository's images, sorted by digest.
     *
     * @param after the digest with which the page before ended
     * @throws EcrException RepositoryNotFoundException
     */
    public Page<Image> page(
            Registry registry, RepositoryName name, Predicate<Image> wanted, Optional<Digest> after, int size) {
        Stream<Image> behind = images(registry, name, after, size)
                .filter(image -> !after.equals(Optional.of(image.digest())));
        return Page.of(behind, MAX_LOOKED_AT, image -> Stream.of(image).filter(wanted), size,
                image -> image.digest().toString(), image -> image.digest().toString());
    }

    /**
     * A page of what names the repository's images: one identifier a tag, or one without a tag of an image that has none.
     * They are sorted by digest, then by tag.
     *
     * @param after the identifier with which the page before ended
     * @return identifiers whose {@link Page#next} is {@link ImageId#toString} of the last
     * @throws EcrException RepositoryNotFoundException
     */
    public Page<ImageId> ids(
            Registry registry, RepositoryName name, Predicate<Image> wanted, Optional<ImageId> after, int size) {
        return Page.of(
                images(registry, name, after.flatMap(ImageId::digest), size),
                MAX_LOOKED_AT,
                image -> Stream.of(image)
                        .filter(wanted)
                        .flatMap(Images::ids)
                        .filter(id -> after.map(last -> isBehind(id, last)).orElse(true)),
                size,
                ImageId::toString,
                image -> ImageId.of(image.digest()).toString());
    }

    /**
     * A page of the repository's tags, in the order that OCI's distribution asks for: by letters whatever their case, and
     * where that leaves two alike, by case.
     *
     * @param after the tag, there or not, behind which the page starts
     * @throws EcrException RepositoryNotFoundException; ThrottlingException if there are more than can be sorted in time
     */
    public Page<Tag> tags(Registry registry, RepositoryName name, Optional<Tag> after, int size) {
        if (repositories.repository(registry, name).isEmpty()) {
            throw EcrException.repositoryNotFound(registry, name);
        }
        Deadline deadline = Deadline.of(clock);
        return Page.least(
                tags.tags(registry.region(), new RepositoryKey(registry.account(), name))
                        .peek(tag -> deadline.require("The repository has more tags than can be sorted in one request; "
                                + "ECR's ListImages tells them page by page"))
                        .filter(tag -> after.map(last -> BY_LETTERS.compare(tag, last) > 0).orElse(true)),
                size,
                BY_LETTERS,
                Tag::value);
    }

    private Stream<Image> images(Registry registry, RepositoryName name, Optional<Digest> from, int size) {
        if (repositories.repository(registry, name).isEmpty()) {
            throw EcrException.repositoryNotFound(registry, name);
        }
        // The one that the page before ended with may be among them, and one more tells whether a page follows.
        return images.images(
                registry.region(), new RepositoryKey(registry.account(), name), from, Math.max(size + 2, LEAST_AT_ONCE));
    }

    private static Stream<ImageId> ids(Image image) {
        return image.tags().isEmpty()
                ? Stream.of(ImageId.of(image.digest()))
                : image.tags().stream().sorted().map(tag -> ImageId.of(image.digest(), tag));
    }

    /** An image that lost its last tag between two pages was in the page before, by that tag. */
    private static boolean isBehind(ImageId id, ImageId last) {
        return !id.digest().equals(last.digest())
                || id.tag().isPresent() && last.tag().map(tag -> id.tag().get().compareTo(tag) > 0).orElse(false);
    }
}
