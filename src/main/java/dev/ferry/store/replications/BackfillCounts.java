package dev.ferry.store.replications;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Tag;
import dev.ferry.replication.BackfillId;
import dev.ferry.replication.BackfillImage;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.store.Attributes;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ItemKey;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** What a replication that ends adds to the counts of its backfill, and to the results. */
final class BackfillCounts {
    private final Tables tables;

    BackfillCounts(Tables tables) {
        this.tables = tables;
    }

    /** Parts of the transaction in which the replication ends, so that it is counted once. */
    List<Write> ending(BackfillId backfill, ImageKey image, Optional<Tag> tag, ReplicationState end) {
        AccountId account = image.repository().account();
        String name = BackfillImage.name(image.repository().repository(), new ImageId(Optional.of(image.digest()), tag));
        Map<String, AttributeValue> counted = new HashMap<>(Map.of(":one", Attributes.number(1)));
        Map<String, AttributeValue> result = new HashMap<>(Map.of(":status", Attributes.string(end.status())));
        String count = "ADD completedCount :one";
        String set = "SET #status = :status";
        if (end instanceof Failed failed) {
            count = "ADD failedCount :one, failureCodes :codes";
            counted.put(":codes", AttributeValue.fromSs(List.of(failed.code().code())));
            set += ", failureCode = :code";
            result.put(":code", Attributes.string(failed.code().code()));
        }
        return List.of(
                update(BackfillItems.key(account, backfill), count, Map.of(), counted),
                update(BackfillItems.imageKey(account, backfill, name), set, Map.of("#status", "status"), result));
    }

    private Write update(
            ItemKey key, String update, Map<String, String> names, Map<String, AttributeValue> values) {
        Update.Builder builder = Update.builder()
                .tableName(tables.name(ReplicationsTable.TABLE))
                .key(key.key())
                .updateExpression(update)
                .conditionExpression("attribute_exists(kind)")
                .expressionAttributeValues(values);
        if (!names.isEmpty()) {
            builder.expressionAttributeNames(names);
        }
        return Write.update(builder.build(), ContentionException.over("what is known of a backfill"));
    }
}
