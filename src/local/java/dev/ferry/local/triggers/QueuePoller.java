package dev.ferry.local.triggers;

import dev.ferry.local.lambda.LogSink;
import dev.ferry.local.template.Trigger;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Lambda's event source mapping of an SQS queue: what the function handled is deleted; what failed stays, is visible again
 * after the queue's visibility timeout, and moves to the dead letters by the queue's own count.
 */
final class QueuePoller implements AutoCloseable {
    /** As long as SQS lets a poll wait, and as Lambda does. */
    private static final int LONG_POLL_SECONDS = 20;
    private static final int LARGEST_RECEIVE = 10;

    private final SqsClient sqs;
    private final Trigger.QueuePoll trigger;
    private final BatchFunction function;
    private final LogSink log;
    private final List<PollLoop> loops;

    /**
     * Starts at once.
     *
     * @param batchesAtATime how many batches are handled side by side
     */
    QueuePoller(SqsClient sqs, Trigger.QueuePoll trigger, int batchesAtATime, BatchFunction function, LogSink log) {
        this.sqs = sqs;
        this.trigger = trigger;
        this.function = function;
        this.log = log;
        this.loops = Stream.generate(() -> PollLoop.start("queue " + trigger.queue(), this::poll, log))
                .limit(batchesAtATime)
                .toList();
    }

    private void poll(PollSignal signal) {
        String queueUrl = sqs.getQueueUrl(request -> request.queueName(trigger.queue())).queueUrl();
        List<Message> messages = sqs.receiveMessage(request -> request.queueUrl(queueUrl)
                        .maxNumberOfMessages(Math.min(trigger.batchSize(), LARGEST_RECEIVE))
                        .waitTimeSeconds(LONG_POLL_SECONDS)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("All"))
                .messages();
        List<QueueMessage> items =
                messages.stream().map(message -> QueueMessage.of(message, trigger.queue(), function.location())).toList();
        for (List<QueueMessage> batch : PayloadBound.batches(items, trigger.batchSize())) {
            if (signal.isStopped()) {
                return;
            }
            Set<String> failed = function.failuresOf(batch);
            delete(queueUrl, batch.stream().filter(item -> !failed.contains(item.identifier())).toList());
        }
    }

    private void delete(String queueUrl, List<QueueMessage> handled) {
        if (handled.isEmpty()) {
            return;
        }
        DeleteMessageBatchResponse deleted = sqs.deleteMessageBatch(request -> request.queueUrl(queueUrl)
                .entries(handled.stream()
                        .map(item -> DeleteMessageBatchRequestEntry.builder()
                                .id(item.identifier())
                                .receiptHandle(item.receiptHandle())
                                .build())
                        .toList()));
        deleted.failed()
                .forEach(entry -> log.did(
                        "queue " + trigger.queue(), "message " + entry.id() + " comes again: " + entry.message()));
    }

    Stream<PollLoop> loops() {
        return loops.stream();
    }

    @Override
    public void close() {
        loops.forEach(PollLoop::close);
    }
}
