package dev.ferry.store.replications;

import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.PushId;
import dev.ferry.store.Attributes;
import dev.ferry.store.ItemKey;
import dev.ferry.store.Tables;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** What of the {@link ReplicationsTable} is not finished: pushes that were not fanned out, replications that have not ended. */
@ApplicationScoped
public class OpenItems {
    /** How many are read in one call, and so held at once. */
    static final int PAGE = 100;

    private final Tables tables;

    public OpenItems(Tables tables) {
        this.tables = tables;
    }

    /**
     * @param destination of an open replication; empty for a push that was not fanned out
     * @param attempt     of an open replication
     * @param backfilled  whether a backfill opened the replication
     */
    public record OpenItem(
            ImageKey image, PushId push, Optional<Registry> destination, int attempt, boolean backfilled) {
        private ItemKey key() {
            return destination.map(to -> ReplicationsTable.replicationKey(image, push, to))
                    .orElseGet(() -> ReplicationsTable.pushKey(image, push));
        }
    }

    /** What has been open since before a moment. A page is read when the stream has come to the end of the one before. */
    public Stream<OpenItem> openBefore(RegionName region, Instant moment) {
        return ReplicationsTable.shards(ReplicationsTable.OPEN_INDEX).flatMap(shard -> tables.in(region)
                .queryPaginator(query -> query.tableName(tables.name(ReplicationsTable.TABLE))
                        .indexName(ReplicationsTable.OPEN_INDEX)
                        .keyConditionExpression("#open = :shard AND since < :moment")
                        .expressionAttributeNames(Map.of("#open", "open"))
                        .expressionAttributeValues(Map.of(
                                ":shard", Attributes.string(shard), ":moment", Attributes.string(moment.toString())))
                        .limit(PAGE))
                .items()
                .stream()
                .map(OpenItems::openItem));
    }

    private static OpenItem openItem(Map<String, AttributeValue> item) {
        ReplicationsTable.ParsedKey key = ReplicationsTable.ParsedKey.of(item);
        return new OpenItem(key.image(), key.push(), key.destination(), ReplicationRecords.attempt(item),
                BackfillImages.isBackfilled(item));
    }

    /** Starts the waiting anew, so that the next sweep passes it over; false if it is not open any more. */
    public boolean touch(RegionName region, OpenItem item, Instant now) {
        try {
            tables.in(region).updateItem(update -> update.tableName(tables.name(ReplicationsTable.TABLE))
                    .key(item.key().key())
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
