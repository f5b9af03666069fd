package dev.ferry.local.stack;

import static org.awaitility.Awaitility.await;

import dev.ferry.local.queues.LocalQueues;
import dev.ferry.local.queues.SqsContractTest;
import dev.ferry.local.template.Queue;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The one-machine cloud's SQS keeps the contract, with the queues as its stack makes them. */
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
    protected void createQueues(List<Queue> queues) {
        try (SqsClient sqs = connect()) {
            new Queues(sqs).provision(queues);
        }
    }

    @Override
    protected void passTimeUntil(BooleanSupplier condition) {
        await().until(condition::getAsBoolean);
    }
}
