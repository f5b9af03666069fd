package dev.ferry.store.replications;

import dev.ferry.clients.UnavailableException;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Tag;
import dev.ferry.replication.BackfillId;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Outcome;
import dev.ferry.replication.PushId;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Planned;
import dev.ferry.replication.ReplicationState.Status;
import dev.ferry.store.Attributes;
import dev.ferry.store.Contention;
import dev.ferry.store.ItemKey;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * The replications in the {@link ReplicationsTable}, from the state in which {@link PushRecords#fanOut} opens them to their
 * end, and to the next attempt at what failed.
 */
@ApplicationScoped
public class ReplicationRecords {
    /** DynamoDB keeps some names to itself, among them {@code status} and {@code open}. */
    private static final Pattern NAME = Pattern.compile("#(\\w+)");

    private final Tables tables;
    private final BackfillCounts counts;

    public ReplicationRecords(Tables tables) {
        this.tables = tables;
        this.counts = new BackfillCounts(tables);
    }

    public Optional<Replication> replication(ReadSnapshot items, ImageKey image, PushId push, Registry destination) {
        return items.read(ReplicationsTable.replicationKey(image, push, destination), ReplicationRecords::replication);
    }

    static Replication replication(Map<String, AttributeValue> item) {
        ReplicationsTable.ParsedKey key = ReplicationsTable.ParsedKey.of(item);
        return new Replication(
                key.push(), key.destination().orElseThrow(), StateAttributes.read(item), attempt(item), backfill(item));
    }

    static int attempt(Map<String, AttributeValue> item) {
        return item.containsKey("attempt") ? (int) Attributes.number(item, "attempt") : 0;
    }

    /** Which backfill counts the replication: that which opened it, and the first attempt alone. */
    private static Optional<BackfillId> backfill(Map<String, AttributeValue> item) {
        return attempt(item) == 0 ? Attributes.optionalString(item, "backfill").map(BackfillId::new) : Optional.empty();
    }

    /** Why the last try failed, if one did. */
    public Optional<String> lastReason(ReadSnapshot items, ImageKey image, PushId push, Registry destination) {
        return items.at(ReplicationsTable.replicationKey(image, push, destination))
                .flatMap(item -> Attributes.optionalString(item, "reason"));
    }

    /** How a replication ended, as its item holds it, wherever that was read: in the table or on its stream. */
    public static Outcome outcome(Map<String, AttributeValue> item) {
        ReplicationsTable.ParsedKey key = ReplicationsTable.ParsedKey.of(item);
        return new Outcome(
                key.push(),
                new Registry(key.image().repository().account(), new RegionName(Attributes.string(item, "region"))),
                key.image().repository().repository(),
                key.image().digest(),
                Attributes.optionalString(item, "tag").map(Tag::new),
                Attributes.time(item, "pushedAt"),
                key.destination().orElseThrow(),
                StateAttributes.read(item),
                type(item));
    }

    /** What a replication is of: a push, unless it says otherwise. */
    static ImageAction.Type type(Map<String, AttributeValue> item) {
        return Attributes.optionalString(item, "action").map(ImageAction.Type::valueOf).orElse(ImageAction.Type.PUSH);
    }

    /**
     * Brings the replication from the state in which it was read to the next.
     *
     * @return the state that it has now: the next, or the one that someone else brought it to before
     */
    public ReplicationState advance(ImageAction action, Replication read, ReplicationState next) {
        Replication replication = read.become(next);
        RegionName source = action.registry().region();
        ItemKey key = ReplicationsTable.replicationKey(ImageKey.of(action), action.id(), replication.destination());
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":inProgress", Attributes.string(Status.IN_PROGRESS));
        // What was granted meanwhile is not granted again otherwise, nor ended by who did not know.
        // Nor does who is still at an attempt that was given up end the one that a person began after it.
        String condition = "#status = :inProgress AND " + sameAttempt(read, values)
                + (read.state() instanceof Planned ? " AND attribute_not_exists(grantedAt)" : "");
        try {
            String update = become(next, action.id(), values);
            if (read.backfill().isPresent() && next.status() != Status.IN_PROGRESS) {
                end(source, key, update, condition, values,
                        counts.ending(read.backfill().get(), ImageKey.of(action), action.tag(), next));
            } else {
                update(source, key, update, condition, values);
            }
            return next;
        } catch (ConditionalCheckFailedException | OvertakenException overtaken) {
            return tables.get(source, key).map(StateAttributes::read).orElseThrow(() -> overtaken);
        }
    }

    /** With what is written together with it. Others that end add to the same counts, so it may take several tries. */
    private void end(
            RegionName source, ItemKey key, String update, String condition, Map<String, AttributeValue> values,
            List<Write> more) {
        List<Write> writes = new ArrayList<>();
        writes.add(Write.update(
                Update.builder()
                        .tableName(tables.name(ReplicationsTable.TABLE))
                        .key(key.key())
                        .updateExpression(update)
                        .conditionExpression(condition)
                        .expressionAttributeNames(names(update + condition))
                        .expressionAttributeValues(values)
                        .build(),
                OvertakenException::new));
        writes.addAll(more);
        Contention.retry(() -> {
            tables.commit(source, writes);
            return writes;
        });
    }

    /** Someone else brought the replication further meanwhile. */
    private static final class OvertakenException extends RuntimeException {
        OvertakenException() {
            super("the replication is not as it was read");
        }
    }

    /**
     * Ends a replication whose item cannot be read, whatever it holds, unless it has ended.
     *
     * @throws RuntimeException if it has, or there is no such item
     */
    public void fail(RegionName source, ImageKey image, PushId push, Registry destination, Failed failed) {
        ItemKey key = ReplicationsTable.replicationKey(image, push, destination);
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":complete", Attributes.string(Status.COMPLETE));
        String update = become(failed, push, values);
        String condition = "attribute_exists(image) AND (attribute_not_exists(#status) OR NOT #status IN (:status, :complete))";
        Optional<Map<String, AttributeValue>> item = tables.get(source, key).filter(found -> backfill(found).isPresent());
        if (item.isPresent()) {
            end(source, key, update, condition, values, counts.ending(
                    backfill(item.get()).get(), image, Attributes.optionalString(item.get(), "tag").map(Tag::new), failed));
        } else {
            update(source, key, update, condition, values);
        }
    }

    /** The update that brings an item to the state; it adds the values that it needs. */
    private static String become(ReplicationState next, PushId push, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> attributes = StateAttributes.of(next);
        String closed = "";
        if (next instanceof Complete) {
            closed = " REMOVE #open, since, reason";
        } else if (next instanceof Failed) {
            attributes.put("failed", Attributes.string(ReplicationsTable.shard(ReplicationsTable.FAILED_INDEX, push)));
            closed = " REMOVE #open, since";
        }
        attributes.forEach((name, value) -> values.put(":" + name, value));
        return attributes.keySet().stream()
                .map(name -> "#" + name + " = :" + name)
                .collect(Collectors.joining(", ", "SET ", closed));
    }

    /** The first attempt leaves no trace, so that a replication which is never attempted anew costs nothing for it. */
    private static String sameAttempt(Replication read, Map<String, AttributeValue> values) {
        if (read.attempt() == 0) {
            return "attribute_not_exists(attempt)";
        }
        values.put(":attempt", Attributes.number(read.attempt()));
        return "attempt = :attempt";
    }

    /**
     * Begins the next attempt at a replication that failed, if it is still as it was read. Its backfill has counted it, and
     * does not do so again.
     *
     * @return the replication as it is open now, or empty if someone else was first
     */
    public Optional<Replication> retry(RegionName source, ImageKey image, Replication read, Instant now) {
        Replication next = read.retry();
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":failed", Attributes.string(Status.FAILED));
        values.put(":inProgress", Attributes.string(Status.IN_PROGRESS));
        values.put(":next", Attributes.number(next.attempt()));
        ReplicationsTable.open(read.push(), now).forEach((name, value) -> values.put(":" + name, value));
        String condition = "#status = :failed AND " + sameAttempt(read, values);
        try {
            update(source, ReplicationsTable.replicationKey(image, read.push(), read.destination()),
                    "SET #status = :inProgress, attempt = :next, #open = :open, since = :since"
                            + " REMOVE endedAt, failureCode, reason, failed",
                    condition, values);
            return Optional.of(next);
        } catch (ConditionalCheckFailedException overtaken) {
            return Optional.empty();
        }
    }

    /**
     * Notes why the last try did not succeed, for the reason that is given if none ever does.
     *
     * @throws UnavailableException if DynamoDB does not
     */
    public void noteFailedTry(RegionName source, ImageKey image, PushId push, Registry destination, String reason) {
        UnavailableException.unless(() -> {
            try {
                update(source, ReplicationsTable.replicationKey(image, push, destination),
                        "SET reason = :reason", "#status = :inProgress",
                        Map.of(":reason", Attributes.string(reason), ":inProgress", Attributes.string(Status.IN_PROGRESS)));
            } catch (ConditionalCheckFailedException ended) {
                // It ended meanwhile, by another delivery of the same message; its own word stands.
                return;
            }
        });
    }

    private void update(
            RegionName source, ItemKey key, String update, String condition, Map<String, AttributeValue> values) {
        tables.in(source).updateItem(request -> request.tableName(tables.name(ReplicationsTable.TABLE))
                .key(key.key())
                .updateExpression(update)
                .conditionExpression(condition)
                .expressionAttributeNames(names(update + condition))
                .expressionAttributeValues(values));
    }

    private static Map<String, String> names(String expressions) {
        return NAME.matcher(expressions).results().collect(
                Collectors.toMap(MatchResult::group, name -> name.group(1), (first, again) -> first));
    }
}
