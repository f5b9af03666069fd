package dev.ferry.store;

import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Tag;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Outcome;
import dev.ferry.replication.Plan;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * The table {@code replications}: the pushes of a registry, with their plans, and how far each replication has come. Its
 * stream is the outbox: a push that is inserted will be fanned out.
 *
 * <pre>
 * image                              push                                    holds
 * 111122223333/team/app@sha256:…     0193f…-&lt;unique>                         kind push, region, tag, tagVersion, pushedAt, plan
 * 111122223333/team/app@sha256:…     0193f…-&lt;unique>#444455556666#eu-west-1   kind replication, status, tag, grant, end, reason
 * </pre>
 *
 * What is not finished carries {@code open} and {@code since}, by which the index {@code open} finds it: a push until it
 * is fanned out, a replication until it ends. What ended FAILED carries {@code failed} besides, by which the index
 * {@code failed} finds it, the latest first; so a replication that succeeds is never in that index and costs it nothing.
 */
@ApplicationScoped
public class ReplicationsTable {
    static final String TABLE = "replications";
    static final String OPEN_INDEX = "open";
    static final String FAILED_INDEX = "failed";
    /** How many partitions an index is spread over. */
    private static final int SHARDS = 8;

    private final Tables tables;

    public ReplicationsTable(Tables tables) {
        this.tables = tables;
    }

    public ItemKey pushKey(ImageKey image, PushId push) {
        return ItemKey.of(TABLE, "image", image.toString(), "push", push.value());
    }

    public ItemKey replicationKey(ImageKey image, PushId push, Registry destination) {
        return ItemKey.of(TABLE, "image", image.toString(), "push",
                push + "#" + destination.account() + "#" + destination.region());
    }

    // ------------------------------------------------------------------------------------------------- pushes

    /** Part of a transaction: the push is recorded, once. */
    public Write record(Push push, Supplier<? extends RuntimeException> recordedBefore) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        attributes.put("kind", Attributes.string("push"));
        attributes.put("region", Attributes.string(push.registry().region()));
        attributes.put("pushedAt", Attributes.time(push.pushedAt()));
        attributes.put("plan", AttributeValue.fromL(push.plan().destinations().stream()
                .map(Attributes::string)
                .toList()));
        push.tag().ifPresent(tag -> attributes.put("tag", Attributes.string(tag)));
        push.tagVersion().ifPresent(version -> attributes.put("tagVersion", Attributes.number(version)));
        if (!push.plan().isEmpty()) {
            attributes.putAll(open(push.id(), push.pushedAt()));
        }
        return Write.put(
                Put.builder()
                        .tableName(tables.name(TABLE))
                        .item(pushKey(ImageKey.of(push), push.id()).item(attributes))
                        .conditionExpression("attribute_not_exists(kind)")
                        .build(),
                recordedBefore);
    }

    private static Map<String, AttributeValue> open(PushId push, Instant since) {
        return Map.of(
                "open", Attributes.string(shard(OPEN_INDEX, push)),
                "since", Attributes.string(since.toString()));
    }

    /** The partition of an index in which everything of a push is. */
    static String shard(String index, PushId push) {
        return index + "-" + Math.floorMod(push.value().hashCode(), SHARDS);
    }

    static Stream<String> shards(String index) {
        return IntStream.range(0, SHARDS).mapToObj(number -> index + "-" + number);
    }

    public Optional<Push> push(Items items, ImageKey image, PushId push) {
        return items.at(pushKey(image, push)).map(item -> reading(item, ReplicationsTable::push));
    }

    /** Whether the item is of a push, and not of a replication. */
    public static boolean isPush(Map<String, AttributeValue> item) {
        return Attributes.string(item, "kind").equals("push");
    }

    /** A push as its item holds it, wherever that was read: in the table or on its stream. */
    public static Push push(Map<String, AttributeValue> item) {
        ImageKey image = ImageKey.parse(Attributes.string(item, "image"));
        return new Push(
                new PushId(Attributes.string(item, "push")),
                new Registry(image.repository().account(), new RegionName(Attributes.string(item, "region"))),
                image.repository().repository(),
                image.digest(),
                Attributes.optionalString(item, "tag").map(Tag::new),
                item.containsKey("tagVersion") ? OptionalLong.of(Attributes.number(item, "tagVersion")) : OptionalLong.empty(),
                Attributes.time(item, "pushedAt"),
                new Plan(Attributes.required(item, "plan", value -> value.hasL() ? value.l() : null).stream().map(destination -> registry(destination.s())).toList()));
    }

    private static Registry registry(String text) {
        String[] parts = text.split("/");
        return Registry.of(parts[0], parts[1]);
    }

    // ------------------------------------------------------------------------------------------- replications

    /**
     * Opens a replication for each destination of the push's plan, all in one transaction; false if that was done before.
     */
    public boolean fanOut(Push push, Instant now) {
        List<Write> writes = new ArrayList<>();
        Supplier<FannedOutBefore> before = FannedOutBefore::new;
        writes.add(Write.update(
                Update.builder()
                        .tableName(tables.name(TABLE))
                        .key(pushKey(ImageKey.of(push), push.id()).key())
                        .updateExpression("REMOVE #open, since")
                        .conditionExpression("attribute_exists(#open)")
                        .expressionAttributeNames(Map.of("#open", "open"))
                        .build(),
                before));
        for (Registry destination : push.plan().destinations()) {
            Map<String, AttributeValue> attributes = new HashMap<>(open(push.id(), now));
            attributes.put("kind", Attributes.string("replication"));
            attributes.put("region", Attributes.string(push.registry().region()));
            attributes.put("status", Attributes.string(ReplicationState.Status.IN_PROGRESS));
            attributes.put("pushedAt", Attributes.time(push.pushedAt()));
            push.tag().ifPresent(tag -> attributes.put("tag", Attributes.string(tag)));
            writes.add(Write.put(
                    Put.builder()
                            .tableName(tables.name(TABLE))
                            .item(replicationKey(ImageKey.of(push), push.id(), destination).item(attributes))
                            .conditionExpression("attribute_not_exists(kind)")
                            .build(),
                    before));
        }
        try {
            tables.commit(push.registry().region(), writes);
            return true;
        } catch (FannedOutBefore repeated) {
            return false;
        }
    }

    private static final class FannedOutBefore extends RuntimeException {
        FannedOutBefore() {
            super("the push was fanned out before");
        }
    }

    public Optional<Replication> replication(Items items, ImageKey image, PushId push, Registry destination) {
        return items.at(replicationKey(image, push, destination))
                .map(item -> new Replication(
                        push, destination, reading(item, ReplicationsTable::state), attempt(item)));
    }

    /** @throws UnreadableItemException also where an attribute is there and has a value that it cannot have */
    private static <T> T reading(Map<String, AttributeValue> item, Function<Map<String, AttributeValue>, T> reader) {
        try {
            return reader.apply(item);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | InvalidValueException invalid) {
            throw new UnreadableItemException(invalid);
        }
    }

    /** How a replication ended, as its item holds it, wherever that was read: in the table or on its stream. */
    public static Outcome outcome(Map<String, AttributeValue> item) {
        ImageKey image = ImageKey.parse(Attributes.string(item, "image"));
        String[] parts = Attributes.string(item, "push").split("#");
        return new Outcome(
                new PushId(parts[0]),
                new Registry(image.repository().account(), new RegionName(Attributes.string(item, "region"))),
                image.repository().repository(),
                image.digest(),
                Attributes.optionalString(item, "tag").map(Tag::new),
                Attributes.time(item, "pushedAt"),
                Registry.of(parts[1], parts[2]),
                state(item));
    }

    static int attempt(Map<String, AttributeValue> item) {
        return item.containsKey("attempt") ? (int) Attributes.number(item, "attempt") : 0;
    }

    static ReplicationState state(Map<String, AttributeValue> item) {
        return switch (ReplicationState.Status.valueOf(Attributes.string(item, "status"))) {
            case COMPLETE -> new ReplicationState.Complete(Attributes.time(item, "endedAt"));
            case FAILED -> new ReplicationState.Failed(
                    Attributes.time(item, "endedAt"),
                    FailureCode.of(Attributes.string(item, "failureCode")),
                    Attributes.string(item, "reason"),
                    granted(item));
            case IN_PROGRESS -> granted(item)
                    .<ReplicationState>map(granted -> granted)
                    .orElseGet(ReplicationState.Planned::new);
        };
    }

    private static Optional<ReplicationState.Granted> granted(Map<String, AttributeValue> item) {
        return Attributes.optionalTime(item, "grantedAt")
                .map(at -> new ReplicationState.Granted(
                        at, Attributes.required(item, "mayCreateRepository", AttributeValue::bool)));
    }

    /**
     * Brings the replication from the state in which it was read to the next.
     *
     * @return the state that it has now: the next, or the one that someone else brought it to before
     */
    public ReplicationState advance(Push push, Replication read, ReplicationState next) {
        Replication replication = read.become(next);
        RegionName source = push.registry().region();
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":inProgress", Attributes.string(ReplicationState.Status.IN_PROGRESS));
        String update;
        // What was granted meanwhile is not granted again otherwise, nor ended by who did not know.
        // Nor does who is still at an attempt that was given up end the one that a person began after it.
        String condition = "#status = :inProgress AND " + sameAttempt(read, values)
                + (read.state() instanceof ReplicationState.Planned ? " AND attribute_not_exists(grantedAt)" : "");
        if (next instanceof ReplicationState.Granted granted) {
            update = "SET grantedAt = :at, mayCreateRepository = :mayCreateRepository";
            values.put(":at", Attributes.time(granted.at()));
            values.put(":mayCreateRepository", Attributes.flag(granted.mayCreateRepository()));
        } else if (next instanceof ReplicationState.Complete complete) {
            update = "SET #status = :status, endedAt = :at REMOVE #open, since, reason";
            values.put(":at", Attributes.time(complete.at()));
            values.put(":status", Attributes.string(complete.status()));
        } else if (next instanceof ReplicationState.Failed failed) {
            update = "SET #status = :status, endedAt = :at, failureCode = :code, reason = :reason, failed = :failed"
                    + " REMOVE #open, since";
            values.put(":failed", Attributes.string(shard(FAILED_INDEX, push.id())));
            values.put(":at", Attributes.time(failed.at()));
            values.put(":status", Attributes.string(failed.status()));
            values.put(":code", Attributes.string(failed.code().code()));
            values.put(":reason", Attributes.string(failed.reason()));
        } else {
            throw new IllegalArgumentException("a replication does not become " + next);
        }
        ItemKey key = replicationKey(ImageKey.of(push), push.id(), replication.destination());
        try {
            tables.in(source).updateItem(request -> request.tableName(tables.name(TABLE))
                    .key(key.key())
                    .updateExpression(update)
                    .conditionExpression(condition)
                    .expressionAttributeNames(update.contains("#open")
                            ? Map.of("#status", "status", "#open", "open")
                            : Map.of("#status", "status"))
                    .expressionAttributeValues(values));
            return next;
        } catch (ConditionalCheckFailedException overtaken) {
            return tables.get(source, key).map(ReplicationsTable::state).orElseThrow(() -> overtaken);
        }
    }

    /**
     * Ends a replication whose item cannot be read, whatever it holds, unless it has ended.
     *
     * @throws ConditionalCheckFailedException if it has, or there is no such item
     */
    public void fail(RegionName source, ImageKey image, PushId push, Registry destination, ReplicationState.Failed failed) {
        tables.in(source).updateItem(request -> request.tableName(tables.name(TABLE))
                .key(replicationKey(image, push, destination).key())
                .updateExpression("SET #status = :failed, endedAt = :at, failureCode = :code, reason = :reason, "
                        + "failed = :shard REMOVE #open, since")
                .conditionExpression("attribute_exists(image) AND "
                        + "(attribute_not_exists(#status) OR NOT #status IN (:failed, :complete))")
                .expressionAttributeNames(Map.of("#status", "status", "#open", "open"))
                .expressionAttributeValues(Map.of(
                        ":failed", Attributes.string(ReplicationState.Status.FAILED),
                        ":complete", Attributes.string(ReplicationState.Status.COMPLETE),
                        ":shard", Attributes.string(shard(FAILED_INDEX, push)),
                        ":at", Attributes.time(failed.at()),
                        ":code", Attributes.string(failed.code().code()),
                        ":reason", Attributes.string(failed.reason()))));
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
    public Optional<Replication> again(RegionName source, ImageKey image, Replication read, Instant now) {
        Replication again = read.again();
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":failed", Attributes.string(ReplicationState.Status.FAILED));
        values.put(":inProgress", Attributes.string(ReplicationState.Status.IN_PROGRESS));
        values.put(":next", Attributes.number(again.attempt()));
        values.put(":open", Attributes.string(shard(OPEN_INDEX, read.push())));
        values.put(":since", Attributes.string(now.toString()));
        String condition = "#status = :failed AND " + sameAttempt(read, values);
        try {
            tables.in(source).updateItem(request -> request.tableName(tables.name(TABLE))
                    .key(replicationKey(image, read.push(), read.destination()).key())
                    .updateExpression("SET #status = :inProgress, attempt = :next, #open = :open, since = :since"
                            + " REMOVE endedAt, failureCode, reason, failed")
                    .conditionExpression(condition)
                    .expressionAttributeNames(Map.of("#status", "status", "#open", "open"))
                    .expressionAttributeValues(values));
            return Optional.of(again);
        } catch (ConditionalCheckFailedException overtaken) {
            return Optional.empty();
        }
    }

    /** Notes why the last try did not succeed, for the reason that is given if none ever does. */
    public void noteFailedTry(RegionName source, ImageKey image, PushId push, Registry destination, String reason) {
        try {
            tables.in(source).updateItem(request -> request.tableName(tables.name(TABLE))
                    .key(replicationKey(image, push, destination).key())
                    .updateExpression("SET reason = :reason")
                    .conditionExpression("#status = :inProgress")
                    .expressionAttributeNames(Map.of("#status", "status"))
                    .expressionAttributeValues(Map.of(
                            ":reason", Attributes.string(reason),
                            ":inProgress", Attributes.string(ReplicationState.Status.IN_PROGRESS))));
        } catch (ConditionalCheckFailedException ended) {
            // It ended meanwhile, by another delivery of the same message; its own word stands.
            return;
        }
    }

    /** Why the last try failed, if one did. */
    public Optional<String> lastReason(Items items, ImageKey image, PushId push, Registry destination) {
        return items.at(replicationKey(image, push, destination)).flatMap(item -> Attributes.optionalString(item, "reason"));
    }

    /** Every push of an image, oldest first, with the replications that were opened for it. */
    public List<PushHistory> history(RegionName region, ImageKey image) {
        Map<PushId, Push> pushes = new HashMap<>();
        Map<PushId, List<Replication>> replications = new HashMap<>();
        items(region, image).forEach(item -> {
            String[] parts = Attributes.string(item, "push").split("#");
            PushId id = new PushId(parts[0]);
            if (parts.length == 1) {
                pushes.put(id, push(item));
            } else {
                replications.computeIfAbsent(id, any -> new ArrayList<>())
                        .add(new Replication(id, Registry.of(parts[1], parts[2]), state(item), attempt(item)));
            }
        });
        return pushes.values().stream()
                .sorted((first, second) -> first.id().compareTo(second.id()))
                .map(push -> new PushHistory(push, replications.getOrDefault(push.id(), List.of())))
                .toList();
    }

    /** A push, and the replications that were opened for it so far. */
    public record PushHistory(Push push, List<Replication> opened) {
        public PushHistory {
            opened = List.copyOf(opened);
        }
    }

    private Stream<Map<String, AttributeValue>> items(RegionName region, ImageKey image) {
        return tables.in(region)
                .queryPaginator(query -> query.tableName(tables.name(TABLE))
                        .keyConditionExpression("image = :image")
                        .expressionAttributeValues(Map.of(":image", Attributes.string(image)))
                        .consistentRead(true))
                .items()
                .stream();
    }

    // --------------------------------------------------------------------------------------------- open ones

    /** What has been open since before a moment. */
    public Stream<OpenItem> openSinceBefore(RegionName region, Instant moment) {
        return shards(OPEN_INDEX).flatMap(shard -> tables.in(region)
                .queryPaginator(query -> query.tableName(tables.name(TABLE))
                        .indexName(OPEN_INDEX)
                        .keyConditionExpression("#open = :shard AND since < :moment")
                        .expressionAttributeNames(Map.of("#open", "open"))
                        .expressionAttributeValues(Map.of(
                                ":shard", Attributes.string(shard), ":moment", Attributes.string(moment.toString()))))
                .items()
                .stream()
                .map(ReplicationsTable::openItem));
    }

    private static OpenItem openItem(Map<String, AttributeValue> item) {
        String[] parts = Attributes.string(item, "push").split("#");
        return new OpenItem(
                ImageKey.parse(Attributes.string(item, "image")),
                new PushId(parts[0]),
                parts.length == 1 ? Optional.empty() : Optional.of(Registry.of(parts[1], parts[2])),
                attempt(item));
    }

    /**
     * @param destination of an open replication; empty for a push that was not fanned out
     * @param attempt     of an open replication
     */
    public record OpenItem(ImageKey image, PushId push, Optional<Registry> destination, int attempt) {}

    /** Starts the waiting anew, so that the next sweep passes it over; false if it is not open any more. */
    public boolean keepOpen(RegionName region, OpenItem item, Instant now) {
        ItemKey key = item.destination()
                .map(destination -> replicationKey(item.image(), item.push(), destination))
                .orElseGet(() -> pushKey(item.image(), item.push()));
        try {
            tables.in(region).updateItem(update -> update.tableName(tables.name(TABLE))
                    .key(key.key())
                    .updateExpression("SET since = :now")
                    .conditionExpression("attribute_exists(#open)")
                    .expressionAttributeNames(Map.of("#open", "open"))
                    .expressionAttributeValues(Map.of(":now", Attributes.string(now.toString()))));
            return true;
        } catch (ConditionalCheckFailedException closed) {
            return false;
        }
    }
}
