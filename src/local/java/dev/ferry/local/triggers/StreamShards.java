package dev.ferry.local.triggers;

import dev.ferry.local.triggers.TableStream.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The shards of a table's newest stream, read from where the checkpoint says. A shard is closed now and then and goes on
 * in a child, which is read when all of its parent was handled.
 */
final class StreamShards {
    /** One that is read to its end has them listed at once. */
    private static final Duration LISTED_EVERY = Duration.ofMinutes(1);

    private final DynamoDbClient dynamoDb;
    private final DynamoDbStreamsClient streams;
    private final String table;
    private final StreamCheckpoint checkpoint;
    private final TableStream stream;
    private final Clock clock;
    private final Map<String, String> iterators = new HashMap<>();
    private String streamArn;
    private List<Shard> shards = List.of();
    private Instant listed = Instant.MIN;

    StreamShards(
            DynamoDbClient dynamoDb,
            DynamoDbStreamsClient streams,
            String table,
            StreamCheckpoint checkpoint,
            TableStream stream,
            Clock clock) {
        this.dynamoDb = dynamoDb;
        this.streams = streams;
        this.table = table;
        this.checkpoint = checkpoint;
        this.stream = stream;
        this.clock = clock;
    }

    /** When the stream was made, by which it is called. */
    String label() {
        return streamArn.substring(streamArn.indexOf("/stream/") + "/stream/".length());
    }

    /** The shards that may be read now. */
    List<String> readable() {
        if (clock.instant().isAfter(listed.plus(LISTED_EVERY))) {
            list();
        }
        Set<String> unfinished = shards.stream()
                .map(Shard::shardId)
                .filter(shard -> !checkpoint.isFinished(shard))
                .collect(Collectors.toSet());
        return shards.stream()
                .filter(shard -> unfinished.contains(shard.shardId()))
                .filter(shard -> !unfinished.contains(shard.parentShardId()))
                .map(Shard::shardId)
                .toList();
    }

    /** Reads what comes next; until {@link #advance} says that it was handled, it comes again. */
    Page read(String shard) {
        return stream.next(shard, checkpoint.lastSequenceNumber(shard), () -> page(shard));
    }

    private Page page(String shard) {
        String iterator = Optional.ofNullable(iterators.remove(shard)).orElseGet(() -> iteratorAtCheckpoint(shard));
        try {
            return records(iterator);
        } catch (ExpiredIteratorException e) {
            return records(iteratorAtCheckpoint(shard));
        } catch (TrimmedDataAccessException e) {
            // The records it points to are gone; DynamoDB Local says so, too, of an iterator older than the first record.
            return records(iteratorAtTrimHorizon(shard));
        }
    }

    private Page records(String iterator) {
        GetRecordsResponse response = streams.getRecords(request -> request.shardIterator(iterator));
        return new Page(response.records(), response.nextShardIterator());
    }

    void advance(String shard, Page handled) {
        if (handled.next() == null) {
            checkpoint.finish(shard);
            listed = Instant.MIN;
        } else {
            iterators.put(shard, handled.next());
        }
    }

    private String iteratorAtCheckpoint(String shard) {
        Optional<String> last = checkpoint.lastSequenceNumber(shard);
        if (last.isEmpty()) {
            return iteratorAtTrimHorizon(shard);
        }
        try {
            return streams.getShardIterator(request -> request.streamArn(streamArn)
                            .shardId(shard)
                            .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                            .sequenceNumber(last.get()))
                    .shardIterator();
        } catch (TrimmedDataAccessException e) {
            return iteratorAtTrimHorizon(shard); // what was not handled within a day is gone
        }
    }

    private String iteratorAtTrimHorizon(String shard) {
        return streams.getShardIterator(request -> request.streamArn(streamArn)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
    }

    private void list() {
        String newest = dynamoDb.describeTable(request -> request.tableName(table)).table().latestStreamArn();
        if (newest == null) {
            throw new IllegalStateException("the table " + table + " has no stream");
        }
        if (!newest.equals(streamArn)) {
            iterators.clear();
            streamArn = newest;
        }
        List<Shard> all = new ArrayList<>();
        String last = null;
        do {
            String from = last;
            DescribeStreamResponse page = streams.describeStream(
                    request -> request.streamArn(streamArn).exclusiveStartShardId(from));
            all.addAll(page.streamDescription().shards());
            last = page.streamDescription().lastEvaluatedShardId();
        } while (last != null);
        shards = List.copyOf(all);
        checkpoint.keepOnly(shards.stream().map(Shard::shardId).collect(Collectors.toSet()));
        listed = clock.instant();
    }
}
