package dev.ferry.messaging;

import dev.ferry.clients.AwsClients;
import dev.ferry.clients.StackSettings;
import dev.ferry.clients.UnavailableException;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * The queues from which {@code replicate} works, in each Region one of what was pushed, and one of what backfills bring, which
 * may be long and delays no push.
 */
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

    /** Queues replications of what is in this Region, each behind others of its kind. */
    public void send(RegionName source, List<ReplicationMessage> messages) {
        messages.stream().collect(Collectors.partitioningBy(ReplicationMessage::backfilled)).forEach((backfilled, ofKind) -> {
            for (int from = 0; from < ofKind.size(); from += MAX_BATCH) {
                sendBatch(url(source, backfilled), source, ofKind.subList(from, Math.min(from + MAX_BATCH, ofKind.size())));
            }
        });
    }

    private void sendBatch(String url, RegionName source, List<ReplicationMessage> messages) {
        SendMessageBatchResponse answer = clients.sqs(source).sendMessageBatch(batch -> batch.queueUrl(url)
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
     * @param backfilled in which of the queues it lies
     * @throws UnavailableException if SQS does not hear of it; then it comes back when its visibility times out
     */
    public void retryAfter(RegionName source, boolean backfilled, String receiptHandle, Duration delay) {
        UnavailableException.unless(() -> clients.sqs(source).changeMessageVisibility(change -> change
                .queueUrl(url(source, backfilled))
                .receiptHandle(receiptHandle)
                .visibilityTimeout((int) delay.toSeconds())));
    }

    private String url(RegionName region, boolean backfilled) {
        return queues.url(backfilled ? "replicate-backfilled" : "replicate", region);
    }
}
