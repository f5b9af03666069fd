package dev.ferry.store;

import dev.ferry.registry.Registry;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Push;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Status;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Put;

/**
 * How replications ended, in the destination's table {@code replications}. What a replication does lies in one Region and
 * its row in another, so no transaction holds both: whoever brings a granted replication to its end, be it good or bad, puts
 * this item first, together with the image if it arrives. Whoever comes second finds it, does nothing any more, and carries
 * the end on to the row. An attempt that a person begins after a failure has an end of its own.
 *
 * <pre>
 * image                                     push                             holds
 * end/111122223333/us-west-2/0193f…-&lt;unique>   444455556666/team/app@sha256:…   kind end, status, endedAt, failureCode, reason,
 *                                                                            expiresAt (seconds)
 * </pre>
 */
@ApplicationScoped
public class ReplicationEnds {
    private static final String TABLE = "replications";
    /** Longer than any message about a replication can be under way. */
    private static final Duration KEPT = Duration.ofDays(60);

    private final Tables tables;

    public ReplicationEnds(Tables tables) {
        this.tables = tables;
    }

    public ItemKey key(Push push, Replication replication) {
        return ItemKey.of(TABLE,
                "image", "end/" + push.registry() + "/" + replication.push()
                        + (replication.attempt() == 0 ? "" : "/" + replication.attempt()),
                "push", ImageKey.of(replication.destination().account(), push.repository(), push.digest()).toString());
    }

    /** How the replication ended, if it has. */
    public Optional<ReplicationState> end(Items items, Push push, Replication replication) {
        return items.at(key(push, replication)).map(ReplicationEnds::state);
    }

    private static ReplicationState state(Map<String, AttributeValue> item) {
        Instant at = Attributes.time(item, "endedAt");
        return Status.valueOf(Attributes.string(item, "status")) == Status.COMPLETE
                ? new Complete(at)
                : new Failed(at, FailureCode.of(Attributes.string(item, "failureCode")), Attributes.string(item, "reason"));
    }

    /** Part of a transaction: the replication has not ended; otherwise it is contention. */
    public Write none(Push push, Replication replication) {
        return Write.check(
                ConditionCheck.builder()
                        .tableName(tables.name(TABLE))
                        .key(key(push, replication).key())
                        .conditionExpression("attribute_not_exists(kind)")
                        .build(),
                () -> new ContentionException("the replication of " + push.id() + " has ended meanwhile"));
    }

    /** Part of a transaction: the replication ends with it; if it had ended before, it is contention. */
    public Write ending(Push push, Replication replication, ReplicationState end) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        attributes.put("kind", Attributes.string("end"));
        attributes.put("status", Attributes.string(end.status()));
        Instant at;
        if (end instanceof Complete complete) {
            at = complete.at();
        } else if (end instanceof Failed failed) {
            at = failed.at();
            attributes.put("failureCode", Attributes.string(failed.code().code()));
            attributes.put("reason", Attributes.string(failed.reason()));
        } else {
            throw new IllegalArgumentException("a replication does not end as " + end);
        }
        attributes.put("endedAt", Attributes.time(at));
        attributes.put("expiresAt", Attributes.number(at.plus(KEPT).getEpochSecond()));
        return Write.put(
                Put.builder()
                        .tableName(tables.name(TABLE))
                        .item(key(push, replication).item(attributes))
                        .conditionExpression("attribute_not_exists(kind)")
                        .build(),
                () -> new ContentionException("the replication of " + push.id() + " has ended meanwhile"));
    }

    /**
     * Ends the replication where nothing arrives with it.
     *
     * @return how it has ended: as wanted, or as someone else ended it before
     * @throws ContentionException when another writer was in the way; nothing was written
     */
    public ReplicationState decide(Push push, Replication replication, ReplicationState wanted) {
        ItemKey key = key(push, replication);
        Items items = tables.get(replication.destination().region(), List.of(key));
        Optional<ReplicationState> before = end(items, push, replication);
        if (before.isPresent()) {
            return before.get();
        }
        tables.commit(replication.destination().region(), List.of(ending(push, replication, wanted)));
        return wanted;
    }
}
