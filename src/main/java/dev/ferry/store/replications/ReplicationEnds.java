package dev.ferry.store.replications;

import dev.ferry.replication.ImageAction;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Status;
import dev.ferry.store.Attributes;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Put;

/**
 * How replications ended, in the destination's {@link ReplicationsTable}. What a replication does lies in one Region and
 * its row in another, so no transaction holds both: whoever brings a granted replication to its end, be it good or bad, puts
 * this item first, together with the image if it arrives. Whoever comes second finds it, does nothing any more, and carries
 * the end on to the row.
 */
@ApplicationScoped
public class ReplicationEnds {
    /** Longer than any message about a replication can be under way. */
    private static final Duration KEPT = Duration.ofDays(60);

    private final Tables tables;

    public ReplicationEnds(Tables tables) {
        this.tables = tables;
    }

    /** How the replication ended, if it has. */
    public Optional<ReplicationState> end(ReadSnapshot items, ImageAction action, Replication replication) {
        return items.at(ReplicationsTable.endKey(action, replication)).map(StateAttributes::read);
    }

    /** Part of a transaction: the replication has not ended; otherwise it is contention. */
    public Write requireNotEnded(ImageAction action, Replication replication) {
        return Write.check(
                ConditionCheck.builder()
                        .tableName(tables.name(ReplicationsTable.TABLE))
                        .key(ReplicationsTable.endKey(action, replication).key())
                        .conditionExpression("attribute_not_exists(kind)")
                        .build(),
                () -> new ContentionException("the replication of " + action.id() + " has ended meanwhile"));
    }

    /** Part of a transaction: the replication ends with it; if it had ended before, it is contention. */
    public Write ending(ImageAction action, Replication replication, ReplicationState end) {
        if (end.status() == Status.IN_PROGRESS) {
            throw new IllegalArgumentException("a replication does not end as " + end);
        }
        Map<String, AttributeValue> attributes = StateAttributes.of(end);
        attributes.put("kind", Attributes.string("end"));
        attributes.put("expiresAt", Attributes.number(Attributes.time(attributes, "endedAt").plus(KEPT).getEpochSecond()));
        return Write.put(
                Put.builder()
                        .tableName(tables.name(ReplicationsTable.TABLE))
                        .item(ReplicationsTable.endKey(action, replication).item(attributes))
                        .conditionExpression("attribute_not_exists(kind)")
                        .build(),
                () -> new ContentionException("the replication of " + action.id() + " has ended meanwhile"));
    }

    /**
     * Ends the replication where nothing arrives with it.
     *
     * @return how it has ended: as wanted, or as someone else ended it before
     * @throws ContentionException when another writer was in the way; nothing was written
     */
    public ReplicationState endUnlessEnded(ImageAction action, Replication replication, ReplicationState wanted) {
        ReadSnapshot items = tables.get(
                replication.destination().region(), List.of(ReplicationsTable.endKey(action, replication)));
        Optional<ReplicationState> before = end(items, action, replication);
        if (before.isPresent()) {
            return before.get();
        }
        tables.commit(replication.destination().region(), List.of(ending(action, replication, wanted)));
        return wanted;
    }
}
