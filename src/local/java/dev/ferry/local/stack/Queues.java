package dev.ferry.local.stack;

import dev.ferry.local.template.Queue;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Makes the queues of a Region. They are in memory, so no earlier run left any. */
final class Queues {
    private final SqsClient client;

    Queues(SqsClient client) {
        this.client = client;
    }

    void provision(List<Queue> queues) {
        queues.forEach(this::create);
        // Only now is every queue there that another one's dead letters may go to.
        queues.forEach(queue -> redrive(queue, queues));
    }

    private void create(Queue queue) {
        client.createQueue(request -> request.queueName(queue.name())
                .attributes(Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        Long.toString(queue.visibilityTimeout().toSeconds()),
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                        Long.toString(queue.messageRetention().toSeconds()))));
    }

    private void redrive(Queue queue, List<Queue> all) {
        queue.redrive().ifPresent(redrive -> {
            String policy = "{\"deadLetterTargetArn\":\"" + arn(redrive.deadLetterQueue()) + "\",\"maxReceiveCount\":\""
                    + (redrive.maxReceiveCount() + receivesBefore(queue, all)) + "\"}";
            client.setQueueAttributes(request -> request.queueUrl(url(queue.name()))
                    .attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy)));
        });
    }

    /**
     * How often a message has been received when it comes to this queue as a dead letter. SQS counts anew in each queue;
     * ElasticMQ goes on counting, and would move the message on before anyone could receive it.
     */
    private static int receivesBefore(Queue queue, List<Queue> all) {
        return all.stream()
                .filter(source -> source.redrive().stream()
                        .anyMatch(redrive -> redrive.deadLetterQueue().equals(queue.name())))
                .mapToInt(source -> source.redrive().orElseThrow().maxReceiveCount() + receivesBefore(source, all))
                .max()
                .orElse(0);
    }

    private String arn(String queue) {
        return client.getQueueAttributes(
                        request -> request.queueUrl(url(queue)).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    private String url(String queue) {
        return client.getQueueUrl(request -> request.queueName(queue)).queueUrl();
    }
}
