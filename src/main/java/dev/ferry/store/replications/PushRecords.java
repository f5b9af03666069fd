package dev.ferry.store.replications;

import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Tag;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Plan;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.replication.ReplicationState;
import dev.ferry.store.Attributes;
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
import java.util.OptionalLong;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The pushes in the {@link ReplicationsTable}: each is recorded once with its plan, and fanned out once. */
@ApplicationScoped
public class PushRecords {
    private final Tables tables;

    public PushRecords(Tables tables) {
        this.tables = tables;
    }

    public Optional<Push> push(ReadSnapshot items, ImageKey image, PushId push) {
        return items.read(ReplicationsTable.pushKey(image, push), PushRecords::push);
    }

    /**
     * What a replication brings: the push that it is of, or what a backfill opened it for, which no push has a record of.
     *
     * @param items among which the push and the replication were read
     */
    public Optional<Push> brought(ReadSnapshot items, ImageKey image, PushId push, Registry destination) {
        return push(items, image, push).or(() -> items
                .read(ReplicationsTable.replicationKey(image, push, destination), BackfillImages::brought)
                .flatMap(backfilled -> backfilled));
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
                new Plan(Attributes.required(item, "plan", value -> value.hasL() ? value.l() : null).stream()
                        .map(destination -> registry(destination.s()))
                        .toList()));
    }

    private static Registry registry(String text) {
        String[] parts = text.split("/");
        return Registry.of(parts[0], parts[1]);
    }

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
            attributes.putAll(ReplicationsTable.open(push.id(), push.pushedAt()));
        }
        return Write.put(
                Put.builder()
                        .tableName(tables.name(ReplicationsTable.TABLE))
                        .item(ReplicationsTable.pushKey(ImageKey.of(push), push.id()).item(attributes))
                        .conditionExpression("attribute_not_exists(kind)")
                        .build(),
                recordedBefore);
    }

    /**
     * Opens a replication for each destination of the push's plan, all in one transaction; false if that was done before.
     */
    public boolean fanOut(Push push, Instant now) {
        List<Write> writes = new ArrayList<>();
        Supplier<FannedOutBefore> before = FannedOutBefore::new;
        writes.add(Write.update(
                Update.builder()
                        .tableName(tables.name(ReplicationsTable.TABLE))
                        .key(ReplicationsTable.pushKey(ImageKey.of(push), push.id()).key())
                        .updateExpression("REMOVE #open, since")
                        .conditionExpression("attribute_exists(#open)")
                        .expressionAttributeNames(Map.of("#open", "open"))
                        .build(),
                before));
        for (Registry destination : push.plan().destinations()) {
            Map<String, AttributeValue> attributes = new HashMap<>(ReplicationsTable.open(push.id(), now));
            attributes.put("kind", Attributes.string("replication"));
            attributes.put("region", Attributes.string(push.registry().region()));
            attributes.putAll(StateAttributes.of(new ReplicationState.Planned()));
            attributes.put("pushedAt", Attributes.time(push.pushedAt()));
            push.tag().ifPresent(tag -> attributes.put("tag", Attributes.string(tag)));
            writes.add(Write.put(
                    Put.builder()
                            .tableName(tables.name(ReplicationsTable.TABLE))
                            .item(ReplicationsTable.replicationKey(ImageKey.of(push), push.id(), destination).item(attributes))
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
}
