package dev.ferry.local.queues;

import static org.awaitility.Awaitility.await;

import dev.ferry.local.template.Queue;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The one-machine cloud's SQS keeps the contract, over HTTP. */
class LocalQueuesContractTest extends SqsContractTest {
    private static LocalQueues queues;

    @BeforeAll
    static void start() throws IOException {
        queues = LocalQueues.start("111122223333", "key");
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
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    @Override
    protected void createQueues(List<Queue> declared) {
        queues.create("us-west-2", declared);
    }

    @Override
    protected void passTimeUntil(BooleanSupplier condition) {
        await().until(condition::getAsBoolean);
    }
}
