package dev.ferry.service.image;

import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageFailure;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.StoredImage;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagState;
import dev.ferry.store.Contention;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ItemKey;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import dev.ferry.store.images.ImageChanges;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.TagChange;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Takes tags and images away (ECR user guide, "Deleting an image"). By tag the tag goes, and the image with its last tag;
 * by digest the image goes with all its tags. A tag alone can be taken away too, as OCI's distribution has it. It is
 * recorded for the destinations of the rules that replicate deletions.
 */
@ApplicationScoped
public class ImageDeletion {
    /** The most tags that one request may take away, so that it is answered within seconds. */
    public static final int MAX_TAGS = 5 * Image.MAX_TAGS;

    /** The image that they leave is one more. */
    private static final int TAGS_A_TRANSACTION = Tables.MAX_TRANSACTION - 1 - DeletionRecords.WRITES;

    private final Images images;
    private final ImageTags imageTags;
    private final ImageChanges changes;
    private final ImageRemoval removal;
    private final DeletionRecords records;
    private final Tables tables;

    public ImageDeletion(
            Images images, ImageTags imageTags, ImageChanges changes, ImageRemoval removal, DeletionRecords records,
            Tables tables) {
        this.images = images;
        this.imageTags = imageTags;
        this.changes = changes;
        this.removal = removal;
        this.records = records;
        this.tables = tables;
    }

    /** What became of one identifier: what was taken away for it, or why nothing was. */
    public record Deleted(ImageId id, List<ImageId> removed, Optional<ImageFailure> failure) {
        public Deleted {
            removed = List.copyOf(removed);
        }
    }

    /**
     * Refuses to delete images that have too many tags together; nothing was deleted.
     *
     * @throws dev.ferry.registry.EcrException RepositoryNotFoundException, InvalidParameterException
     */
    public void requireFew(Registry registry, RepositoryName name, List<ImageId> ids) {
        if (ids.size() * Image.MAX_TAGS <= MAX_TAGS) {
            return;
        }
        int tags = images.find(registry, name, ids.stream().filter(id -> id.tag().isEmpty()).toList()).stream()
                .flatMap(found -> found.image().stream())
                .mapToInt(stored -> stored.image().tags().size())
                .sum();
        if (tags > MAX_TAGS) {
            throw EcrException.invalidParameter("imageIds", "The images have " + tags + " tags; at most " + MAX_TAGS
                    + " can be deleted at once, so name fewer images");
        }
    }

    /**
     * Deletes what one identifier names. What was cut off can be asked for again, and goes on where it was.
     *
     * @throws dev.ferry.registry.EcrException RepositoryNotFoundException
     */
    public Deleted delete(Registry registry, RepositoryName name, ImageId id) {
        try {
            return Contention.retry(() -> tryDelete(registry, name, id));
        } catch (ListedException listed) {
            return failed(id, ImageFailure.IMAGE_REFERENCED_BY_MANIFEST_LIST);
        }
    }

    /**
     * Deletes an image with all its tags, unless it is not as it is wanted to be, or an index lists it.
     *
     * @param wanted holds in the transaction in which the image goes
     * @throws dev.ferry.registry.EcrException RepositoryNotFoundException
     */
    public void deleteIf(Registry registry, RepositoryName name, Digest digest, Predicate<Image> wanted) {
        Contention.retry(() -> {
            Optional<StoredImage> stored = images.find(registry, name, List.of(ImageId.of(digest))).get(0).image()
                    .filter(found -> found.image().listedBy().isEmpty() && wanted.test(found.image()));
            stored.ifPresent(found -> remove(registry, new RepositoryKey(registry.account(), name), found,
                    found.image().tags().stream().sorted().toList()));
            return stored;
        });
    }

    /**
     * Takes a tag away and leaves its image, be it the last one.
     *
     * @return false if there is no such tag
     * @throws dev.ferry.registry.EcrException RepositoryNotFoundException
     */
    public boolean untag(Registry registry, RepositoryName name, Tag tag) {
        return Contention.retry(() -> {
            Images.Found found = images.find(
                    registry, name, List.of(new ImageId(Optional.empty(), Optional.of(tag)))).get(0);
            found.image().ifPresent(stored ->
                    untag(registry, new RepositoryKey(registry.account(), name), stored.image().digest(), List.of(tag)));
            return found.image().isPresent();
        });
    }

    private static Deleted failed(ImageId id, ImageFailure why) {
        return new Deleted(id, List.of(), Optional.of(why));
    }

    private Deleted tryDelete(Registry registry, RepositoryName name, ImageId id) {
        Images.Found found = images.find(registry, name, List.of(id)).get(0);
        if (found.image().isEmpty()) {
            return failed(id, found.failure().orElseThrow());
        }
        StoredImage stored = found.image().get();
        Image image = stored.image();
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        List<Tag> tags = id.tag().map(List::of).orElseGet(() -> image.tags().stream().sorted().toList());
        if (tags.size() < image.tags().size()) {
            untag(registry, key, image.digest(), tags);
        } else {
            remove(registry, key, stored, tags);
        }
        List<ImageId> removed = tags.isEmpty()
                ? List.of(ImageId.of(image.digest()))
                : tags.stream().map(tag -> ImageId.of(image.digest(), tag)).toList();
        return new Deleted(id, removed, Optional.empty());
    }

    private void untag(Registry registry, RepositoryKey key, Digest image, List<Tag> tags) {
        for (int from = 0; from < tags.size(); from += TAGS_A_TRANSACTION) {
            List<Tag> some = tags.subList(from, Math.min(from + TAGS_A_TRANSACTION, tags.size()));
            ReadSnapshot items = read(registry, key, some, image);
            List<TagChange> taken = taken(items, key, some, image);
            List<Write> writes = changes.tagChanges(key, taken);
            writes.addAll(records.ofTags(registry, key, image, taken, items));
            tables.commit(registry.region(), writes);
        }
    }

    private void remove(Registry registry, RepositoryKey key, StoredImage stored, List<Tag> tags) {
        Digest image = stored.image().digest();
        if (!stored.image().listedBy().isEmpty()) {
            throw new ListedException();
        }
        List<Tag> last = tags.subList(Math.max(0, tags.size() - ImageRemoval.LAST_TAGS), tags.size());
        untag(registry, key, image, tags.subList(0, tags.size() - last.size()));
        ReadSnapshot items = read(registry, key, last, image);
        List<TagChange> taken = taken(items, key, last, image);
        List<Write> writes = removal.writes(registry, key, stored, taken);
        writes.addAll(records.ofImage(registry, key, image, taken, items));
        tables.commit(registry.region(), writes);
    }

    private ReadSnapshot read(Registry registry, RepositoryKey key, List<Tag> tags, Digest image) {
        List<ItemKey> wanted = new ArrayList<>(records.keys(key, image));
        tags.forEach(tag -> wanted.add(ImagesTable.tagKey(key, tag)));
        return tables.get(registry.region(), wanted);
    }

    private List<TagChange> taken(ReadSnapshot items, RepositoryKey key, List<Tag> tags, Digest image) {
        return tags.stream()
                .map(tag -> {
                    TagState state = imageTags.tag(items, key, tag);
                    if (!state.digest().equals(Optional.of(image))) {
                        throw new ContentionException("the tag " + tag + " was moved meanwhile");
                    }
                    return new TagChange(tag, state, state.removed());
                })
                .toList();
    }

    /** An index lists the image, so it has to stay. */
    private static final class ListedException extends RuntimeException {
        ListedException() {
            super("the image is listed by another one");
        }
    }
}
