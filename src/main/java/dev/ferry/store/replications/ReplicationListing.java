package dev.ferry.store.replications;

import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Tag;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.PushId;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState;
import dev.ferry.store.Attributes;
import dev.ferry.store.SortedMerge;
import dev.ferry.store.Tables;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a person asks of the {@link ReplicationsTable}: what is open in a Region, and what has failed, of all registries.
 * Both are read by their sparse indexes, never by going through the table, and may be a moment behind it.
 */
@ApplicationScoped
public class ReplicationListing {
    /** By how much a clock that named a push may have been ahead of the one that ended its replication. */
    private static final Duration SKEW = Duration.ofDays(1);

    private final Tables tables;

    public ReplicationListing(Tables tables) {
        this.tables = tables;
    }

    /**
     * A replication, or a push none of whose replications is opened yet.
     *
     * @param source      the registry that was pushed to
     * @param destination empty for a push
     * @param state       of the replication; a push is planned
     * @param lastReason  why the last try or the last attempt failed, if one did
     * @param action      what is replicated
     */
    public record Entry(
            Registry source,
            ImageKey image,
            PushId push,
            Optional<Tag> tag,
            Instant pushedAt,
            Optional<Registry> destination,
            ReplicationState state,
            int attempt,
            Optional<String> lastReason,
            ImageAction.Type action) {

        /** The replication that this is. */
        public Optional<Replication> replication() {
            return destination.map(to -> new Replication(push, to, state, attempt));
        }

        /** From the push to the end, or to now for what has not ended. */
        public Duration lag(Instant now) {
            Instant until = state instanceof ReplicationState.Failed failed ? failed.at() : now;
            return Duration.between(pushedAt, until);
        }
    }

    /** What has not ended, that which waits longest first. It is read as the stream is. */
    public Stream<Entry> open(RegionName region) {
        return SortedMerge.of(
                        ReplicationsTable.shards(ReplicationsTable.OPEN_INDEX).map(shard -> tables.in(region)
                                .queryPaginator(query -> query.tableName(tables.name(ReplicationsTable.TABLE))
                                        .indexName(ReplicationsTable.OPEN_INDEX)
                                        .keyConditionExpression("#open = :shard")
                                        .expressionAttributeNames(Map.of("#open", "open"))
                                        .expressionAttributeValues(Map.of(":shard", Attributes.string(shard))))
                                .items()
                                .stream()),
                        Comparator.comparing((Map<String, AttributeValue> item) -> Attributes.string(item, "since")))
                .map(item -> entry(region, item));
    }

    /** What ended FAILED at a moment or later, the latest first. It is read as the stream is. */
    public Stream<Entry> failed(RegionName region, Instant since) {
        return SortedMerge.of(
                        ReplicationsTable.shards(ReplicationsTable.FAILED_INDEX).map(shard -> failed(region, shard, since)),
                        Comparator.comparing((Map<String, AttributeValue> item) -> Attributes.time(item, "endedAt")).reversed())
                .map(item -> entry(region, item));
    }

    /** What of one push ended FAILED. */
    public Stream<Entry> failed(RegionName region, PushId push) {
        return failed(region, ReplicationsTable.shard(ReplicationsTable.FAILED_INDEX, push), push.time().minus(SKEW))
                .map(item -> entry(region, item))
                .filter(entry -> entry.push().equals(push));
    }

    private Stream<Map<String, AttributeValue>> failed(RegionName region, String shard, Instant since) {
        return tables.in(region)
                .queryPaginator(query -> query.tableName(tables.name(ReplicationsTable.TABLE))
                        .indexName(ReplicationsTable.FAILED_INDEX)
                        .keyConditionExpression("failed = :shard AND endedAt >= :since")
                        .expressionAttributeValues(Map.of(
                                ":shard", Attributes.string(shard), ":since", Attributes.time(since)))
                        .scanIndexForward(false))
                .items()
                .stream();
    }

    private static Entry entry(RegionName region, Map<String, AttributeValue> item) {
        ReplicationsTable.ParsedKey key = ReplicationsTable.ParsedKey.of(item);
        return new Entry(
                new Registry(key.image().repository().account(), region),
                key.image(),
                key.push(),
                Attributes.optionalString(item, "tag").map(Tag::new),
                Attributes.time(item, "pushedAt"),
                key.destination(),
                key.destination().isPresent() ? StateAttributes.read(item) : new ReplicationState.Planned(),
                ReplicationRecords.attempt(item),
                Attributes.optionalString(item, "reason"),
                PushRecords.isDeletion(item) ? ImageAction.Type.DELETE : ReplicationRecords.type(item));
    }
}
