package dev.ferry.cli;

import dev.ferry.local.Cloud;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagState;
import dev.ferry.replication.Plan;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState;
import dev.ferry.store.Tables;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.TagChange;
import dev.ferry.store.replications.PushRecords;
import dev.ferry.store.replications.ReplicationRecords;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A push of {@code team/app:1.0} in the tables of a local cloud whose functions do not run, opened 5 ms after it was made. */
final class RecordedPush {
    private static final RepositoryName APP = new RepositoryName("team/app");
    private static final Tag TAG = new Tag("1.0");

    private final ReplicationRecords replications;
    private final Push push;
    private final Map<Registry, Replication> now = new HashMap<>();

    private RecordedPush(ReplicationRecords replications, Push push) {
        this.replications = replications;
        this.push = push;
    }

    static RecordedPush of(Commands.OnLocalCloud cloud, String account, Registry... destinations) {
        Tables tables = new Tables(cloud.stack().clients(), new StackNames("ferry", Cloud.OPERATOR));
        Digest digest = Digest.sha256(account);
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Push push = new Push(PushId.at(at, UUID.randomUUID()), Registry.of(account, Commands.REGION.value()), APP, digest,
                Optional.of(TAG), OptionalLong.of(1), at, new Plan(List.of(destinations)));
        PushRecords pushes = new PushRecords(tables);
        tables.commit(Commands.REGION, List.of(
                pushes.record(push, IllegalStateException::new),
                new ImageTags(tables).change(new RepositoryKey(push.registry().account(), APP),
                        new TagChange(TAG, TagState.NEVER, TagState.NEVER.moved(digest)), Optional.of(push.id()))));
        if (destinations.length > 0) {
            pushes.fanOut(push, at.plusMillis(5));
        }
        return new RecordedPush(new ReplicationRecords(tables), push);
    }

    String id() {
        return push.id().value();
    }

    Digest digest() {
        return push.digest();
    }

    Instant pushedAt() {
        return push.pushedAt();
    }

    /** Brings the replication to that destination on. */
    void advance(Registry destination, ReplicationState next) {
        Replication before = now.getOrDefault(destination, Replication.planned(push.id(), destination));
        replications.advance(push, before, next);
        now.put(destination, before.become(next));
    }
}
