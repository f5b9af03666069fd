package dev.ferry.store.replications;

import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillId;
import dev.ferry.store.Attributes;
import dev.ferry.store.Tables;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The backfills of registries, read and listed. DynamoDB deletes what has expired when it comes to it, so that whoever reads
 * must pass it over.
 */
@ApplicationScoped
public class BackfillRecords {
    /** How many are read in one call. */
    private static final int PAGE = 100;

    private final Tables tables;

    public BackfillRecords(Tables tables) {
        this.tables = tables;
    }

    public Optional<Backfill> backfill(Registry registry, BackfillId id, Instant now) {
        return tables.get(registry.region(), BackfillItems.key(registry.account(), id))
                .filter(item -> isKept(item, now))
                .map(BackfillItems::read);
    }

    /** A backfill as its item holds it, wherever that was read: in the table or on its stream. */
    public static Backfill backfill(Map<String, AttributeValue> item) {
        return BackfillItems.read(item);
    }

    /** Whether the item is of a backfill. */
    public static boolean isBackfill(Map<String, AttributeValue> item) {
        return Attributes.string(item, "kind").equals("backfill");
    }

    /**
     * The registry's backfills, the latest first. They are read as the stream is.
     *
     * @param before the one behind which to begin
     */
    public Stream<Backfill> latestFirst(Registry registry, Optional<BackfillId> before, Instant now) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":backfills", Attributes.string(BackfillItems.backfills(registry.account())));
        before.ifPresent(id -> values.put(":before", Attributes.string(id)));
        return tables.in(registry.region())
                .queryPaginator(query -> query.tableName(tables.name(ReplicationsTable.TABLE))
                        .keyConditionExpression("image = :backfills" + (before.isPresent() ? " AND push < :before" : ""))
                        .expressionAttributeValues(values)
                        .scanIndexForward(false)
                        .consistentRead(true)
                        .limit(PAGE))
                .items()
                .stream()
                .filter(item -> isKept(item, now))
                .map(BackfillItems::read);
    }

    /** What has not ended, of all registries of a Region. */
    public Stream<Backfill> open(RegionName region) {
        return open(region, "~");
    }

    /** What has not been carried on since a moment. */
    public Stream<Backfill> openBefore(RegionName region, Instant moment) {
        return open(region, moment.toString());
    }

    private Stream<Backfill> open(RegionName region, String before) {
        return tables.in(region)
                .queryPaginator(query -> query.tableName(tables.name(ReplicationsTable.TABLE))
                        .indexName(ReplicationsTable.OPEN_INDEX)
                        .keyConditionExpression("#open = :backfills AND since < :before")
                        .expressionAttributeNames(Map.of("#open", "open"))
                        .expressionAttributeValues(Map.of(
                                ":backfills", Attributes.string(BackfillItems.OPEN), ":before", Attributes.string(before)))
                        .limit(PAGE))
                .items()
                .stream()
                .map(BackfillItems::read);
    }

    /** Starts the waiting anew, so that the next sweep passes it over; false if it is not open any more. */
    public boolean touch(Backfill backfill, Instant now) {
        try {
            tables.in(backfill.registry().region()).updateItem(update -> update.tableName(tables.name(ReplicationsTable.TABLE))
                    .key(BackfillItems.key(backfill.registry().account(), backfill.id()).key())
                    .updateExpression("SET since = :now")
                    .conditionExpression("attribute_exists(#open)")
                    .expressionAttributeNames(Map.of("#open", "open"))
                    .expressionAttributeValues(Map.of(":now", Attributes.string(now))));
            return true;
        } catch (ConditionalCheckFailedException ended) {
            return false;
        }
    }

    private static boolean isKept(Map<String, AttributeValue> item, Instant now) {
        return !item.containsKey("expiresAt") || Attributes.number(item, "expiresAt") > now.getEpochSecond();
    }
}
