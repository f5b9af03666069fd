package dev.ferry.store.replications;

import dev.ferry.clients.UnavailableException;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Tag;
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
import dev.ferry.store.ItemKey;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The replications in the {@link ReplicationsTable}, from the state in which {@link PushRecords#fanOut} opens them to their
 * end, and to the next attempt at what failed.
 */
@ApplicationScoped
public class ReplicationRecords {
    /** DynamoDB keeps some names to itself, among them {@code status} and {@code open}. */
    private static final Pattern NAME = Pattern.compile("#(\\w+)");

    private final Tables tables;

    public ReplicationRecords(Tables tables) {
        this.tables = tables;
    }

    public Optional<Replication> replication(ReadSnapshot items, ImageKey image, PushId push, Registry destination) {
        return items.read(ReplicationsTable.replicationKey(image, push, destination), ReplicationRecords::replication);
    }

    static Replication replication(Map<String, AttributeValue> item) {
        ReplicationsTable.ParsedKey key = ReplicationsTable.ParsedKey.of(item);
        return new Replication(
                key.push(), key.destination().orElseThrow(), StateAttributes.read(item), attempt(item));
    }

    static int attempt(Map<String, AttributeValue> item) {
        return item.containsKey("attempt") ? (int) Attributes.number(item, "attempt") : 0;
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
            update(source, key, become(next, action.id(), values), condition, values);
            return next;
        } catch (ConditionalCheckFailedException overtaken) {
            return tables.get(source, key).map(StateAttributes::read).orElseThrow(() -> overtaken);
        }
    }

    /**
     * Ends a replication whose item cannot be read, whatever it holds, unless it has ended.
     *
     * @throws ConditionalCheckFailedException if it has, or there is no such item
     */
    public void fail(RegionName source, ImageKey image, PushId push, Registry destination, Failed failed) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":complete", Attributes.string(Status.COMPLETE));
        update(source, ReplicationsTable.replicationKey(image, push, destination), become(failed, push, values),
                "attribute_exists(image) AND (attribute_not_exists(#status) OR NOT #status IN (:status, :complete))", values);
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
     * Begins the next attempt at a replication that failed, if it is still as it was read.
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
        Map<String, String> names = NAME.matcher(update + condition).results().collect(
                Collectors.toMap(MatchResult::group, name -> name.group(1), (first, again) -> first));
        tables.in(source).updateItem(request -> request.tableName(tables.name(ReplicationsTable.TABLE))
                .key(key.key())
                .updateExpression(update)
                .conditionExpression(condition)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values));
    }
}
