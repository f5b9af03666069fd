package dev.ferry.local.triggers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.local.lambda.FailureQueues;
import dev.ferry.local.lambda.LogSink;
import dev.ferry.local.lambda.RetryDelay;
import dev.ferry.local.lambda.StackLocation;
import dev.ferry.local.template.Trigger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Lambda's event source mapping of a DynamoDB stream, from the oldest record on: the records of a shard in order, each at
 * least once, also over a restart.
 */
final class StreamPoller implements AutoCloseable {
    /** Whoever writes wakes the poller, and what is written can be read at once; this is for what is written past the cloud. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    /** DynamoDB Local cuts a page at 1,000 records, and for no size: one with fewer is all that there was. */
    private static final int FEW_RECORDS = 100;

    private final Trigger.Stream trigger;
    private final List<EventPattern> filters;
    private final BatchFunction function;
    private final FailureQueues failureQueues;
    private final RetryDelay delay;
    private final Clock clock;
    private final LogSink log;
    private final StreamCheckpoint checkpoint;
    private final StreamShards shards;
    private final PollLoop loop;

    /**
     * Starts at once.
     *
     * @param stream     which other triggers may follow, too
     * @param checkpoint the file that keeps how far the stream was handled
     * @throws IllegalArgumentException if a filter of the trigger is no event pattern that is known here
     */
    StreamPoller(
            Trigger.Stream trigger,
            BatchFunction function,
            DynamoDbClient dynamoDb,
            DynamoDbStreamsClient streams,
            TableStream stream,
            Path checkpoint,
            FailureQueues failureQueues,
            RetryDelay delay,
            Clock clock,
            LogSink log) {
        this.trigger = trigger;
        this.filters = trigger.filters().stream().map(EventPattern::parse).toList();
        this.function = function;
        this.failureQueues = failureQueues;
        this.delay = delay;
        this.clock = clock;
        this.log = log;
        this.checkpoint = StreamCheckpoint.read(checkpoint);
        this.shards = new StreamShards(dynamoDb, streams, trigger.table(), this.checkpoint, stream, clock);
        this.loop = PollLoop.start(name(), this::poll, log);
        stream.wakes(loop);
    }

    private String name() {
        return "stream of " + trigger.table() + " in " + function.location().region();
    }

    private void poll(PollSignal signal) throws InterruptedException {
        boolean more = false;
        for (String shard : shards.readable()) {
            TableStream.Page page = shards.read(shard);
            if (!page.records().isEmpty()) {
                deliver(shard, page, signal);
            }
            if (signal.isStopped()) {
                return; // perhaps in the middle of the page
            }
            shards.advance(shard, page);
            more |= page.next() == null || page.records().size() >= FEW_RECORDS;
        }
        if (!more) {
            signal.awaitWork(LONGEST_WAIT);
        }
    }

    private void deliver(String shard, TableStream.Page page, PollSignal signal) throws InterruptedException {
        StackLocation location = function.location();
        String streamArn = location.arn("dynamodb", "table/" + trigger.table() + "/stream/" + shards.label());
        List<StreamRecord> records = page.records().stream()
                .map(change -> StreamRecord.of(change, streamArn, location.region()))
                .toList();
        List<StreamRecord> wanted =
                records.stream().filter(item -> passesFilter(item.event())).toList();
        StreamDelivery delivery =
                new StreamDelivery(trigger, function, delay, clock, progressOf(shard, streamArn), signal);
        for (List<StreamRecord> batch : PayloadBound.batches(wanted, trigger.batchSize())) {
            delivery.deliver(batch);
        }
        if (!signal.isStopped()) {
            checkpoint.handled(shard, records.get(records.size() - 1).identifier());
        }
    }

    private boolean passesFilter(JsonNode event) {
        return filters.isEmpty() || filters.stream().anyMatch(filter -> filter.matches(event));
    }

    private StreamDelivery.Progress progressOf(String shard, String streamArn) {
        return new StreamDelivery.Progress() {
            @Override
            public void handled(StreamRecord last) {
                checkpoint.handled(shard, last.identifier());
            }

            @Override
            public void givenUp(List<StreamRecord> batch, String condition, int attempts) {
                log.did(name(), "gave up " + batch.size() + " records for " + function.logicalId() + " (" + condition + ")");
                StreamFailure failure =
                        new StreamFailure(function.arn(), streamArn, shard, batch, condition, attempts);
                trigger.onFailureQueue()
                        .ifPresent(queue -> failureQueues.send(
                                function.location().region(), queue, failure.json(clock.instant())));
            }
        };
    }

    Stream<PollLoop> loops() {
        return Stream.of(loop);
    }

    @Override
    public void close() {
        loop.close();
    }
}
