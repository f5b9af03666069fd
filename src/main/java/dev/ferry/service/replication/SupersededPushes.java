package dev.ferry.service.replication;

import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.TagState;
import dev.ferry.replication.Push;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.store.Contention;
import dev.ferry.store.ItemKey;
import dev.ferry.store.PoliciesTable;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import dev.ferry.store.images.ImageStates;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.TagChange;
import dev.ferry.store.replications.ReplicationEnds;
import dev.ferry.store.replications.ReplicationsTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pushes that come to a destination after a deletion of their image that happened later. They end COMPLETE and bring nothing:
 * the destination is as it would be if they had come in time.
 */
@ApplicationScoped
public class SupersededPushes {
    private final Tables tables;
    private final ImageStates imageStates;
    private final ImageTags imageTags;
    private final ReplicationEnds ends;
    private final Clock clock;

    public SupersededPushes(
            Tables tables, ImageStates imageStates, ImageTags imageTags, ReplicationEnds ends, Clock clock) {
        this.tables = tables;
        this.imageStates = imageStates;
        this.imageTags = imageTags;
        this.ends = ends;
        this.clock = clock;
    }

    /** What decides at the destination. */
    ReadSnapshot readDestination(Push push, Replication replication) {
        RepositoryKey there = there(push, replication);
        List<ItemKey> wanted = new ArrayList<>(List.of(
                ReplicationsTable.endKey(push, replication),
                PoliciesTable.registryPolicyKey(replication.destination().account()),
                ImagesTable.imageStateKey(there, push.digest())));
        push.tag().ifPresent(tag -> wanted.add(ImagesTable.tagKey(there, tag)));
        return tables.get(replication.destination().region(), wanted);
    }

    /**
     * Whether the destination has seen a later deletion of the image.
     *
     * @param deletions how often the image had been deleted at its source before what is to be brought
     */
    boolean isSuperseded(Push push, Replication replication, long deletions, ReadSnapshot items) {
        return imageStates.state(items, there(push, replication), push.digest()).hasSeenLater(push.registry(), deletions);
    }

    /**
     * Ends one, unless it has ended.
     *
     * @param first what was read of the destination
     * @return how it has ended, by this or before
     */
    ReplicationState end(Push push, Replication replication, ReadSnapshot first) {
        return Contention.retry(first, () -> readDestination(push, replication),
                items -> ends.end(items, push, replication).orElseGet(() -> tryEnd(push, replication, items)));
    }

    private ReplicationState tryEnd(Push push, Replication replication, ReadSnapshot items) {
        RepositoryKey there = there(push, replication);
        Complete end = new Complete(clock.instant());
        List<Write> writes = new ArrayList<>(List.of(ends.ending(push, replication, end)));
        push.tag().ifPresent(tag -> {
            TagState before = imageTags.tag(items, there, tag);
            TagState after = before.heardOf(push.registry(), push.tagVersion().orElseThrow());
            if (!after.equals(before)) {
                writes.add(imageTags.change(there, new TagChange(tag, before, after), Optional.empty()));
            }
        });
        tables.commit(replication.destination().region(), writes);
        return end;
    }

    private static RepositoryKey there(Push push, Replication replication) {
        Registry destination = replication.destination();
        return new RepositoryKey(destination.account(), push.repository());
    }
}
