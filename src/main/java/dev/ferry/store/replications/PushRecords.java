package dev.ferry.store.replications;

import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.ImageKey;
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
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The pushes and deletions in the {@link ReplicationsTable}: each is recorded once with its plan, and fanned out once. */
@ApplicationScoped
public class PushRecords {
    private final Tables tables;

    public PushRecords(Tables tables) {
        this.tables = tables;
    }

    public Optional<ImageAction> action(ReadSnapshot items, ImageKey image, PushId id) {
        return items.read(ReplicationsTable.pushKey(image, id), ImageActionItem::read);
    }

    /**
     * What is replicated: the push or deletion that the replication is of, or what a backfill opened it for, which no push has
     * a record of.
     *
     * @param items among which the record and the replication were read
     */
    public Optional<ImageAction> brought(ReadSnapshot items, ImageKey image, PushId push, Registry destination) {
        return action(items, image, push).or(() -> items
                .read(ReplicationsTable.replicationKey(image, push, destination), BackfillImages::brought)
                .flatMap(backfilled -> backfilled));
    }

    /** Whether the item is of a push. */
    public static boolean isPush(Map<String, AttributeValue> item) {
        return ImageActionItem.isPush(item);
    }

    /** Whether the item is of a deletion. */
    public static boolean isDeletion(Map<String, AttributeValue> item) {
        return ImageActionItem.isDeletion(item);
    }

    /** A push or a deletion as its item holds it, wherever that was read: in the table or on its stream. */
    public static ImageAction action(Map<String, AttributeValue> item) {
        return ImageActionItem.read(item);
    }

    /** A push as its item holds it. */
    public static Push push(Map<String, AttributeValue> item) {
        return (Push) action(item);
    }

    /** Part of a transaction: it is recorded, once. */
    public Write record(ImageAction action, Supplier<? extends RuntimeException> recordedBefore) {
        Map<String, AttributeValue> attributes = ImageActionItem.attributes(action);
        if (!action.plan().isEmpty()) {
            attributes.putAll(ReplicationsTable.open(action.id(), action.at()));
        }
        return Write.put(
                Put.builder()
                        .tableName(tables.name(ReplicationsTable.TABLE))
                        .item(ReplicationsTable.pushKey(ImageKey.of(action), action.id()).item(attributes))
                        .conditionExpression("attribute_not_exists(kind)")
                        .build(),
                recordedBefore);
    }

    /**
     * Opens a replication for each destination of the plan, all in one transaction; false if that was done before.
     */
    public boolean fanOut(ImageAction action, Instant now) {
        List<Write> writes = new ArrayList<>();
        Supplier<FannedOutBefore> before = FannedOutBefore::new;
        writes.add(Write.update(
                Update.builder()
                        .tableName(tables.name(ReplicationsTable.TABLE))
                        .key(ReplicationsTable.pushKey(ImageKey.of(action), action.id()).key())
                        .updateExpression("REMOVE #open, since")
                        .conditionExpression("attribute_exists(#open)")
                        .expressionAttributeNames(Map.of("#open", "open"))
                        .build(),
                before));
        for (Registry destination : action.plan().destinations()) {
            Map<String, AttributeValue> attributes = new HashMap<>(ReplicationsTable.open(action.id(), now));
            attributes.put("kind", Attributes.string("replication"));
            attributes.put("region", Attributes.string(action.registry().region()));
            attributes.putAll(StateAttributes.of(new ReplicationState.Planned()));
            attributes.put("pushedAt", Attributes.time(action.at()));
            attributes.put("openedAt", Attributes.time(now));
            action.tag().ifPresent(tag -> attributes.put("tag", Attributes.string(tag)));
            if (action.type() != ImageAction.Type.PUSH) {
                attributes.put("action", Attributes.string(action.type()));
            }
            writes.add(Write.put(
                    Put.builder()
                            .tableName(tables.name(ReplicationsTable.TABLE))
                            .item(ReplicationsTable.replicationKey(ImageKey.of(action), action.id(), destination).item(attributes))
                            .conditionExpression("attribute_not_exists(kind)")
                            .build(),
                    before));
        }
        try {
            tables.commit(action.registry().region(), writes);
            return true;
        } catch (FannedOutBefore repeated) {
            return false;
        }
    }

    private static final class FannedOutBefore extends RuntimeException {
        FannedOutBefore() {
            super("it was fanned out before");
        }
    }
}
