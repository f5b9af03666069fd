package dev.ferry.local.template;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What starts a function: an entry of its {@code Events}. */
public sealed interface Trigger {

    /** A route of the HTTP API; the path may end in a greedy {@code {proxy+}}. */
    record HttpRoute(String method, String path) implements Trigger {}

    /**
     * A table's stream.
     *
     * @param filters        event patterns as JSON; a record that matches none is passed over; none at all takes every record
     * @param onFailureQueue the name of the queue that is told of a batch which was given up
     */
    record Stream(
            String table,
            int batchSize,
            int maximumRetryAttempts,
            Duration maximumRecordAge,
            boolean bisectBatchOnFunctionError,
            boolean reportBatchItemFailures,
            List<String> filters,
            Optional<String> onFailureQueue)
            implements Trigger {}

    /** A queue, by its name. */
    record QueuePoll(String queue, int batchSize, boolean reportBatchItemFailures) implements Trigger {}

    record Schedule(Duration rate) implements Trigger {}

    /** @param pattern an EventBridge event pattern as JSON */
    record EventRule(String pattern) implements Trigger {}
}
