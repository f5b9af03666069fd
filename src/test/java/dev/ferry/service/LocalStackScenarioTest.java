package dev.ferry.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.local.TestServices;
import dev.ferry.local.stack.LocalClients;
import dev.ferry.local.stack.LocalCredentials;
import dev.ferry.local.stack.LocalEndpoints;
import dev.ferry.local.stack.LocalStacks;
import dev.ferry.local.stack.StackSource;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** A push reaches its destinations on LocalStack's DynamoDB, S3 and SQS as it does on the embedded ones. */
class LocalStackScenarioTest {
    private static final Map<String, Optional<String>> BEFORE = new HashMap<>();

    @TempDir
    static Path data;

    private static LocalStackContainer localStack;
    private static LocalClients clients;

    @BeforeAll
    static void start() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "LocalStack runs in a container, and there is no Docker here");
        localStack = new LocalStackContainer(DockerImageName.parse("localstack/localstack:4"))
                .withServices("dynamodb", "s3", "sqs");
        localStack.start();
        for (String service : List.of("DynamoDb", "Sqs", "S3")) {
            set("aws.endpointUrl" + service, localStack.getEndpoint().toString());
        }
        // LocalStack takes an access key id of twelve digits for the account.
        set("aws.accessKeyId", TestServices.OPERATOR_ACCOUNT);
        set("aws.secretAccessKey", "any");
        clients = new LocalClients(
                new LocalEndpoints(localStack.getEndpoint(), localStack.getEndpoint(), localStack.getEndpoint()),
                new LocalCredentials(TestServices.OPERATOR_ACCOUNT, "any"));
        LocalStacks stacks = new LocalStacks(
                new StackSource(Path.of("template.yaml"), TestServices.OPERATOR_ACCOUNT, Map.of()),
                data,
                clients,
                (region, queues) -> queues.forEach(queue ->
                        clients.sqs(region).createQueue(create -> create.queueName(queue.name()))),
                (region, bucket) -> clients.s3(region).createBucket(create -> create.bucket(bucket.name())));
        List.of("us-east-1", "us-west-2", "eu-west-1").forEach(stacks::stackOf);
    }

    private static void set(String property, String value) {
        BEFORE.put(property, Optional.ofNullable(System.setProperty(property, value)));
    }

    @AfterAll
    static void stop() {
        BEFORE.forEach((property, value) ->
                value.ifPresentOrElse(text -> System.setProperty(property, text), () -> System.clearProperty(property)));
        if (localStack != null) {
            clients.close();
            localStack.stop();
        }
    }

    @Test
    void a_push_arrives_in_another_Region_and_in_another_account() {
        Services services = new Services();
        Registry source = Services.registry("us-west-2");
        Registry region = Services.sameAccount(source, "eu-west-1");
        Registry account = Services.registry("us-west-2");
        services.repository(source);
        services.permit(account, source, "ecr:ReplicateImage", "ecr:CreateRepository");
        services.configure(source, region, account);
        TestImage image = Images.image().layers(2).layerSize(1_000).seed(41).build();

        Push push = services.push(source, image, "1.0");
        services.deliver(push);

        for (Registry destination : push.plan().destinations()) {
            assertThat(services.state(push, destination)).isInstanceOf(ReplicationState.Complete.class);
            assertThat(services.tagged(destination, "1.0")).contains(image.digest());
            image.blobs().forEach(blob ->
                    assertThat(services.layer(destination, blob.digest())).isEqualTo(blob.bytes()));
        }
    }
}
