package dev.ferry.service.image;

import dev.ferry.clients.UniqueNames;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.StorageClass;
import dev.ferry.registry.StoredImage;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagState;
import dev.ferry.replication.Plan;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.store.Contention;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ItemKey;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.SettingsTable;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.StoredImages;
import dev.ferry.store.images.TagChange;
import dev.ferry.store.replications.PushRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Archives images, and restores them (ECR user guide, "Archiving an image in Amazon ECR"). A restored image is like one that
 * was pushed: it replicates by the rules of that time, each of its tags in the version that it has.
 */
@ApplicationScoped
public class StorageClasses {
    private static final int WRITES_A_TRANSACTION = 90;

    private final Tables tables;
    private final Images images;
    private final StoredImages storedImages;
    private final ImageTags imageTags;
    private final SettingsTable settings;
    private final PushRecords pushRecords;
    private final StorageClassEvents events;
    private final Clock clock;
    private final UniqueNames uniqueNames;

    public StorageClasses(
            Tables tables, Images images, StoredImages storedImages, ImageTags imageTags, SettingsTable settings,
            PushRecords pushRecords, StorageClassEvents events, Clock clock, UniqueNames uniqueNames) {
        this.tables = tables;
        this.images = images;
        this.storedImages = storedImages;
        this.imageTags = imageTags;
        this.settings = settings;
        this.pushRecords = pushRecords;
        this.events = events;
        this.clock = clock;
        this.uniqueNames = uniqueNames;
    }

    /**
     * Has an image in a storage class, wherever it was.
     *
     * @return the image as it was; empty if there is none
     * @throws EcrException RepositoryNotFoundException, ImageStorageClassUpdateNotSupportedException for one that an index
     *     lists; nothing was written
     */
    public Optional<Image> update(Registry registry, RepositoryName name, ImageId id, StorageClass target) {
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        return Contention.retry(() -> {
            Optional<StoredImage> found = images.find(registry, name, List.of(id)).get(0).image();
            found.filter(stored -> stored.image().storage().storageClass() != target).ifPresent(stored -> {
                if (target == StorageClass.STANDARD) {
                    restore(registry, key, stored);
                } else {
                    requireUnlisted(stored.image());
                    archive(registry, key, stored.image());
                }
            });
            return found.map(StoredImage::image);
        });
    }

    /**
     * Archives an image, unless it is not as it is wanted to be, or an index lists it.
     *
     * @param wanted holds when it is archived
     * @throws EcrException RepositoryNotFoundException
     */
    public void archiveIf(Registry registry, RepositoryName name, Digest digest, Predicate<Image> wanted) {
        Contention.retry(() -> {
            Optional<Image> found = images.find(registry, name, List.of(ImageId.of(digest))).get(0).image()
                    .map(StoredImage::image)
                    .filter(image -> image.listedBy().isEmpty() && !image.storage().isArchived() && wanted.test(image));
            found.ifPresent(image -> archive(registry, new RepositoryKey(registry.account(), name), image));
            return found;
        });
    }

    private static void requireUnlisted(Image image) {
        if (!image.listedBy().isEmpty()) {
            throw new EcrException(ErrorCode.IMAGE_STORAGE_CLASS_UPDATE_NOT_SUPPORTED, "The storage class of the image with "
                    + "digest '" + image.digest() + "' cannot be updated because a manifest list references it");
        }
    }

    private void archive(Registry registry, RepositoryKey key, Image image) {
        Instant now = now();
        tables.commit(registry.region(), List.of(
                storedImages.archiving(key, image, now), events.of(registry, key, image, StorageClass.ARCHIVE, now)));
    }

    /** Recorded before it is restored, or with that: what is recorded and not restored is recorded again. */
    private void restore(Registry registry, RepositoryKey key, StoredImage stored) {
        List<Tag> tags = stored.image().tags().stream().sorted().toList();
        List<ItemKey> wanted = new ArrayList<>(List.of(SettingsTable.replicationKey(registry.account())));
        tags.forEach(tag -> wanted.add(ImagesTable.tagKey(key, tag)));
        ReadSnapshot items = tables.get(registry.region(), wanted);
        List<Push> restored = pushes(registry, key, stored, tags, items);
        List<Write> records = restored.stream().flatMap(push -> records(key, items, push)).toList();
        int from = 0;
        for (; records.size() - from > WRITES_A_TRANSACTION; from += WRITES_A_TRANSACTION) {
            tables.commit(registry.region(), records.subList(from, from + WRITES_A_TRANSACTION));
        }
        List<Write> last = new ArrayList<>(records.subList(from, records.size()));
        Optional<PushId> lastPush = restored.stream().map(Push::id).reduce((earlier, later) -> later);
        Instant now = now();
        last.add(storedImages.restoring(key, stored.image().digest(), lastPush, now));
        last.add(events.of(registry, key, stored.image(), StorageClass.STANDARD, now));
        tables.commit(registry.region(), last);
    }

    private List<Push> pushes(
            Registry registry, RepositoryKey key, StoredImage stored, List<Tag> tags, ReadSnapshot items) {
        ReplicationConfiguration rules = settings.replication(items, registry.account());
        Stream<Push> pushes = tags.isEmpty()
                ? Stream.of(push(registry, key, stored, Optional.empty(), OptionalLong.empty(), rules))
                : tags.stream().map(tag -> push(registry, key, stored, Optional.of(tag),
                        OptionalLong.of(imageTags.tag(items, key, tag).version()), rules));
        return pushes.filter(push -> !push.plan().isEmpty()).toList();
    }

    private Push push(
            Registry registry, RepositoryKey key, StoredImage stored, Optional<Tag> tag, OptionalLong version,
            ReplicationConfiguration rules) {
        Instant now = now();
        return new Push(PushId.at(now, uniqueNames.next()), registry, key.repository(), stored.image().digest(), tag,
                version, now, Plan.of(rules, key.repository(), tag), stored.deletions());
    }

    /** The tag stays as it is, but for the push that is told as its last. */
    private Stream<Write> records(RepositoryKey key, ReadSnapshot items, Push push) {
        Write record = pushRecords.record(push, () -> new ContentionException("the id of the push is taken"));
        return Stream.concat(Stream.of(record), push.tag().stream().map(tag -> {
            TagState state = imageTags.tag(items, key, tag);
            return imageTags.change(key, new TagChange(tag, state, state), Optional.of(push.id()));
        }));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
