package dev.ferry.local.queues;

import static org.awaitility.Awaitility.await;

import dev.ferry.local.template.Queue;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The one-machine cloud's SQS keeps the contract. */
class LocalQueuesContractTest extends SqsContractTest {
    private static LocalQueues queues;

    @BeforeAll
    static void start() {
        queues = LocalQueues.start();
    }

    @AfterAll
    static void end() {
        queues.close();
    }

    @Override
    protected SqsClient connect() {
        return SqsClient.builder()
                .region(Region.US_WEST_2)
                .endpointOverride(queues.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @Override
    protected void createQueue(Queue queue) {
        Map<QueueAttributeName, String> attributes = new HashMap<>();
        attributes.put(
                QueueAttributeName.VISIBILITY_TIMEOUT, Long.toString(queue.visibilityTimeout().toSeconds()));
        queue.redrive().ifPresent(redrive -> attributes.put(
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-west-2:000000000000:%s\",\"maxReceiveCount\":\"%d\"}"
                        .formatted(redrive.deadLetterQueue(), redrive.maxReceiveCount())));
        try (SqsClient sqs = connect()) {
            sqs.createQueue(create -> create.queueName(queue.name()).attributes(attributes));
        }
    }

    @Override
    protected void passTimeUntil(BooleanSupplier condition) {
        await().until(condition::getAsBoolean);
    }
}
