package dev.ferry.service.image;

import dev.ferry.clients.UniqueNames;
import dev.ferry.registry.Digest;
import dev.ferry.registry.ImageState;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.Tag;
import dev.ferry.replication.Deletion;
import dev.ferry.replication.Plan;
import dev.ferry.replication.PushId;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ItemKey;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.SettingsTable;
import dev.ferry.store.Write;
import dev.ferry.store.images.ImageStates;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.TagChange;
import dev.ferry.store.replications.PushRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Records a deletion in the transaction that does it, with its plan: the destinations of the rules that replicate deletions.
 * Where there are none, nothing is recorded.
 */
@ApplicationScoped
public class DeletionRecords {
    private static final Logger LOG = Logger.getLogger(DeletionRecords.class);

    /** The most that it adds to a transaction. */
    static final int WRITES = 2;

    private final SettingsTable settings;
    private final ImageStates imageStates;
    private final PushRecords records;
    private final Clock clock;
    private final UniqueNames uniqueNames;

    public DeletionRecords(
            SettingsTable settings, ImageStates imageStates, PushRecords records, Clock clock, UniqueNames uniqueNames) {
        this.settings = settings;
        this.imageStates = imageStates;
        this.records = records;
        this.clock = clock;
        this.uniqueNames = uniqueNames;
    }

    /** What has to be read before. */
    List<ItemKey> keys(RepositoryKey key, Digest image) {
        return List.of(SettingsTable.replicationKey(key.account()), ImagesTable.imageStateKey(key, image));
    }

    /** Parts of the transaction that takes these tags of the image away. */
    List<Write> ofTags(
            Registry registry, RepositoryKey key, Digest image, Collection<TagChange> taken, ReadSnapshot items) {
        return writes(registry, key, image, taken, false, items);
    }

    /** Parts of the transaction that takes the image away, with its last tags. */
    List<Write> ofImage(
            Registry registry, RepositoryKey key, Digest image, Collection<TagChange> taken, ReadSnapshot items) {
        return writes(registry, key, image, taken, true, items);
    }

    private List<Write> writes(
            Registry registry, RepositoryKey key, Digest image, Collection<TagChange> taken, boolean whole, ReadSnapshot items) {
        ReplicationConfiguration configuration = settings.replication(items, registry.account());
        Plan plan = whole
                ? Plan.ofDeletion(configuration, key.repository())
                : Plan.ofUntagging(configuration, key.repository(), taken.stream().map(TagChange::tag).toList());
        if (plan.isEmpty()) {
            return List.of();
        }
        List<Write> writes = new ArrayList<>();
        ImageState before = imageStates.state(items, key, image);
        if (whole) {
            writes.add(imageStates.change(key, image, before, before.deleted()));
        }
        Map<Tag, Long> versions =
                taken.stream().collect(Collectors.toMap(TagChange::tag, change -> change.to().version()));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Deletion deletion = new Deletion(PushId.at(now, uniqueNames.next()), registry, key.repository(), image, versions,
                whole ? OptionalLong.of(before.deleted().deletions()) : OptionalLong.empty(), now, plan);
        writes.add(records.record(deletion, () -> new ContentionException("the id of the deletion is taken")));
        LOG.infof("deletion %s: %s of %s/%s@%s, to %s", deletion.id(), whole ? "all" : versions.keySet(), registry,
                key.repository(), image, plan.destinations());
        return writes;
    }
}
