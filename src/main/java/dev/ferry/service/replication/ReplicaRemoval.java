package dev.ferry.service.replication;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageState;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.StoredImage;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagState;
import dev.ferry.replication.Deletion;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.service.image.ImageRemoval;
import dev.ferry.store.Contention;
import dev.ferry.store.ItemKey;
import dev.ferry.store.PoliciesTable;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import dev.ferry.store.images.ImageChanges;
import dev.ferry.store.images.ImageStates;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.StoredImages;
import dev.ferry.store.images.TagChange;
import dev.ferry.store.replications.ReplicationEnds;
import dev.ferry.store.replications.ReplicationsTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does at a destination what a deletion did at its source (ECR user guide, "Replicating image deletions"). A tag goes that is
 * still what came from there; an image goes with all its tags, unless a push at the destination, or another source, keeps it
 * by a tag of its own. What a later push brought stays. It records no deletion, so it goes no further.
 */
@ApplicationScoped
public class ReplicaRemoval {
    /** Each may leave an image of its own, so this is less than half of what a transaction takes. */
    private static final int TAGS_A_TRANSACTION = 40;

    private final Tables tables;
    private final RepositoriesTable repositories;
    private final StoredImages images;
    private final ImageStates imageStates;
    private final ImageTags imageTags;
    private final ImageChanges changes;
    private final ImageRemoval removal;
    private final ReplicationEnds ends;
    private final Clock clock;

    public ReplicaRemoval(
            Tables tables,
            RepositoriesTable repositories,
            StoredImages images,
            ImageStates imageStates,
            ImageTags imageTags,
            ImageChanges changes,
            ImageRemoval removal,
            ReplicationEnds ends,
            Clock clock) {
        this.tables = tables;
        this.repositories = repositories;
        this.images = images;
        this.imageStates = imageStates;
        this.imageTags = imageTags;
        this.changes = changes;
        this.removal = removal;
        this.ends = ends;
        this.clock = clock;
    }

    /** All that has to be known of the destination, in one read. */
    ReadSnapshot readDestination(Deletion deletion, Replication replication) {
        Registry destination = replication.destination();
        RepositoryKey there = new RepositoryKey(destination.account(), deletion.repository());
        List<ItemKey> wanted = new ArrayList<>(List.of(
                ReplicationsTable.endKey(deletion, replication),
                PoliciesTable.registryPolicyKey(destination.account()),
                RepositoriesTable.key(destination.account(), deletion.repository()),
                ImagesTable.imageKey(there, deletion.digest()),
                ImagesTable.imageStateKey(there, deletion.digest())));
        deletion.tags().keySet().forEach(tag -> wanted.add(ImagesTable.tagKey(there, tag)));
        return tables.get(destination.region(), wanted);
    }

    /**
     * Removes what was deleted, unless the replication has ended.
     *
     * @param first what {@link #readDestination} saw
     * @return how it has ended, by this or before
     * @throws ReplicationRefusedException   when it can never be done
     * @throws IndexNotDeletedYetException when it can be done once another deletion has come
     */
    ReplicationState remove(Deletion deletion, Replication replication, ReadSnapshot first) {
        return Contention.retry(first, () -> readDestination(deletion, replication), items ->
                ends.end(items, deletion, replication).orElseGet(() -> new Removal(deletion, replication, items).tryRemove()));
    }

    /** One deletion at one destination, as it was read. */
    private final class Removal {
        private final Deletion deletion;
        private final Replication replication;
        private final ReadSnapshot items;
        private final Registry source;
        private final Registry destination;
        private final RepositoryKey there;

        Removal(Deletion deletion, Replication replication, ReadSnapshot items) {
            this.deletion = deletion;
            this.replication = replication;
            this.items = items;
            this.source = deletion.registry();
            this.destination = replication.destination();
            this.there = new RepositoryKey(destination.account(), deletion.repository());
        }

        ReplicationState tryRemove() {
            boolean inRepository = repositories.repository(items, destination, deletion.repository()).isPresent();
            Map<Tag, TagChange> tags = deletedTags(inRepository);
            ImageState before = imageStates.state(items, there, deletion.digest());
            boolean isLatest = deletion.deletions().isPresent()
                    && !before.hasSeen(source, deletion.deletions().getAsLong());
            List<Write> last = new ArrayList<>();
            if (isLatest) {
                last.add(imageStates.change(
                        there, deletion.digest(), before, before.seen(source, deletion.deletions().getAsLong())));
            }
            // What lies under the name of a repository that is not there is on its way out, by a deletion that goes on.
            Optional<StoredImage> image = isLatest && inRepository
                    ? images.image(items, there, deletion.digest())
                    : Optional.empty();
            image.ifPresent(stored -> removeImage(stored, tags, last));
            return end(List.copyOf(tags.values()), last);
        }

        private Map<Tag, TagChange> deletedTags(boolean inRepository) {
            Map<Tag, TagChange> tags = new LinkedHashMap<>();
            deletion.tags().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(deleted -> {
                TagState before = imageTags.tag(items, there, deleted.getKey());
                TagState after = inRepository
                        ? before.removalArrived(source, deleted.getValue())
                        : before.heardOf(source, deleted.getValue());
                if (!after.equals(before)) {
                    tags.put(deleted.getKey(), new TagChange(deleted.getKey(), before, after));
                }
            });
            return tags;
        }

        /**
         * Adds what has to be done besides for the image to go.
         *
         * @param tags that change before
         * @param last what is done with the end
         */
        private void removeImage(StoredImage stored, Map<Tag, TagChange> tags, List<Write> last) {
            requireNotListed(stored.image());
            List<Tag> others = stored.image().tags().stream().filter(tag -> !tags.containsKey(tag)).sorted().toList();
            ReadSnapshot unread = tables.get(
                    destination.region(), others.stream().map(tag -> ImagesTable.tagKey(there, tag)).toList());
            boolean kept = false;
            for (Tag tag : others) {
                TagState state = imageTags.tag(unread, there, tag);
                if (state.movedBy().equals(Optional.of(source))) {
                    tags.put(tag, new TagChange(tag, state, state.removed()));
                } else {
                    kept = true;
                }
            }
            kept |= tags.values().stream().anyMatch(change -> change.names(deletion.digest()));
            if (!kept) {
                List<Tag> its = stored.image().tags().stream().sorted().toList();
                List<TagChange> withIt = its.subList(Math.max(0, its.size() - ImageRemoval.LAST_TAGS), its.size()).stream()
                        .map(tags::remove)
                        .toList();
                last.addAll(removal.writes(destination, there, stored, withIt));
            }
        }

        /** An index goes before what it lists, at its source and so here; its deletion may come later than this one. */
        private void requireNotListed(Image image) {
            if (image.listedBy().isEmpty()) {
                return;
            }
            RepositoryKey here = new RepositoryKey(source.account(), deletion.repository());
            ReadSnapshot atSource = tables.get(source.region(), states(here, image));
            ReadSnapshot atDestination = tables.get(destination.region(), states(there, image));
            for (Digest index : image.listedBy()) {
                long deletions = imageStates.state(atSource, here, index).deletions();
                if (!imageStates.state(atDestination, there, index).hasSeen(source, deletions)) {
                    throw new IndexNotDeletedYetException(deletion, index, destination);
                }
            }
            throw new ReplicationRefusedException(FailureCode.IMAGE_REFERENCED_BY_MANIFEST_LIST, "The image "
                    + deletion.digest() + " is listed by another image of the repository " + deletion.repository()
                    + " in " + destination + ", which has to be deleted before it");
        }

        private static List<ItemKey> states(RepositoryKey repository, Image image) {
            return image.listedBy().stream().map(index -> ImagesTable.imageStateKey(repository, index)).toList();
        }

        /** @param last what is done together with the end; the tags may take transactions before it */
        private ReplicationState end(List<TagChange> tags, List<Write> last) {
            Complete end = new Complete(clock.instant());
            int from = 0;
            while (tags.size() - from > (last.isEmpty() ? TAGS_A_TRANSACTION : 0)) {
                int to = Math.min(from + TAGS_A_TRANSACTION, tags.size());
                List<Write> writes = changes.tagChanges(there, tags.subList(from, to));
                writes.add(ends.requireNotEnded(deletion, replication));
                tables.commit(destination.region(), writes);
                from = to;
            }
            List<Write> writes = changes.tagChanges(there, tags.subList(from, tags.size()));
            writes.addAll(last);
            writes.add(ends.ending(deletion, replication, end));
            tables.commit(destination.region(), writes);
            return end;
        }
    }

    /** An index lists the image whose deletion has not come yet, though it was deleted first. */
    static final class IndexNotDeletedYetException extends RuntimeException {
        IndexNotDeletedYetException(Deletion deletion, Digest index, Registry destination) {
            super("the image " + deletion.digest() + " is still listed in " + destination + " by " + index
                    + ", which was deleted before it, and whose deletion has not come there yet");
        }
    }
}
