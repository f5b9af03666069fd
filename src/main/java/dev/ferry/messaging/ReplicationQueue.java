package dev.ferry.messaging;

import dev.ferry.clients.AwsClients;
import dev.ferry.clients.StackSettings;
import dev.ferry.clients.UnavailableException;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** The queue from which {@code replicate} works, one a Region. */
@ApplicationScoped
public class ReplicationQueue {
    /** SQS takes no more messages in one call. */
    private static final int MAX_BATCH = 10;

    private final AwsClients clients;
    private final Queues queues;

    public ReplicationQueue(AwsClients clients, StackSettings stack, Regions regions) {
        this.clients = clients;
        this.queues = new Queues(stack, regions);
    }

    /** Queues replications of pushes in this Region. */
    public void send(RegionName source, List<ReplicationMessage> messages) {
        for (int from = 0; from < messages.size(); from += MAX_BATCH) {
            sendBatch(source, messages.subList(from, Math.min(from + MAX_BATCH, messages.size())));
        }
    }

    private void sendBatch(RegionName source, List<ReplicationMessage> messages) {
        SendMessageBatchResponse answer = clients.sqs(source).sendMessageBatch(batch -> batch.queueUrl(url(source))
                .entries(IntStream.range(0, messages.size())
                        .mapToObj(index -> SendMessageBatchRequestEntry.builder()
                                .id(Integer.toString(index))
                                .messageBody(messages.get(index).write())
                                // So that one account's backlog delays no other account's push.
                                .messageGroupId(messages.get(index).image().repository().account().value())
                                .build())
                        .toList()));
        if (answer.hasFailed() && !answer.failed().isEmpty()) {
            throw new IllegalStateException("SQS refused " + answer.failed().size() + " of " + messages.size()
                    + " replications, the first one because: " + answer.failed().get(0).message());
        }
    }

    /**
     * Lets a message that failed come back after this time.
     *
     * @throws UnavailableException if SQS does not hear of it; then it comes back when its visibility times out
     */
    public void retryAfter(RegionName source, String receiptHandle, Duration delay) {
        UnavailableException.unless(() -> clients.sqs(source).changeMessageVisibility(change -> change
                .queueUrl(url(source))
                .receiptHandle(receiptHandle)
                .visibilityTimeout((int) delay.toSeconds())));
    }

    private String url(RegionName region) {
        return queues.url("replicate", region);
    }
}
