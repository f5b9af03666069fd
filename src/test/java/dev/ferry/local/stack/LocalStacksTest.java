package dev.ferry.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.local.dynamodb.DynamoDbLocal;
import dev.ferry.local.dynamodb.LoneServer;
import dev.ferry.local.queues.LocalQueues;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class LocalStacksTest {
    private static final String TEMPLATE = """
            Resources:
              Things:
                Type: AWS::DynamoDB::Table
                Properties:
                  TableName: things
                  AttributeDefinitions:
                    - { AttributeName: id, AttributeType: S }
                    - { AttributeName: since, AttributeType: N }
                  KeySchema: [{ AttributeName: id, KeyType: HASH }]
                  GlobalSecondaryIndexes:
                    - IndexName: by-time
                      KeySchema: [{ AttributeName: since, KeyType: HASH }]
                      Projection: { ProjectionType: INCLUDE, NonKeyAttributes: [size] }
                  StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES }
                  TimeToLiveSpecification: { AttributeName: expiresAt, Enabled: true }
              Work:
                Type: AWS::SQS::Queue
                Properties: { QueueName: !Sub "work-${AWS::Region}" }
              Layers:
                Type: AWS::S3::Bucket
                Properties: { BucketName: !Sub "layers-${AWS::Region}" }
            """;

    @TempDir
    private static Path dynamoDbData;

    private static DynamoDbLocal dynamoDb;

    @TempDir
    private Path data;

    private Path template;
    private LocalQueues queues;
    private LocalClients clients;
    private final Queue<String> buckets = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void startDynamoDb() throws IOException {
        dynamoDb = LoneServer.start(dynamoDbData);
    }

    @AfterAll
    static void endDynamoDb() {
        dynamoDb.close();
    }

    /** Each test has tables of its own, as it has an access key of its own. */
    @BeforeEach
    void start() throws IOException {
        template = Files.writeString(data.resolve("template.yaml"), TEMPLATE);
        LocalCredentials credentials = LocalCredentials.of(data);
        queues = LocalQueues.start("000000000000", credentials.accessKeyId());
        clients = new LocalClients(
                new LocalEndpoints(dynamoDb.direct(), queues.endpoint(), URI.create("http://127.0.0.1")), credentials);
    }

    @AfterEach
    void end() {
        clients.close();
        queues.close();
    }

    @Test
    void make_what_the_template_declares() {
        stacks().stackOf("us-west-2");

        assertThat(clients.dynamoDb("us-west-2").listTables().tableNames()).containsExactly("things");
        assertThat(clients.dynamoDb("us-west-2")
                        .describeTimeToLive(request -> request.tableName("things"))
                        .timeToLiveDescription()
                        .attributeName())
                .isEqualTo("expiresAt");
        assertThat(clients.dynamoDb("us-west-2")
                        .describeTable(request -> request.tableName("things"))
                        .table()
                        .latestStreamArn())
                .isNotEmpty();
        assertThat(clients.sqs("us-west-2").getQueueUrl(get -> get.queueName("work-us-west-2")).queueUrl())
                .endsWith("/work-us-west-2");
        assertThat(buckets).containsExactly("us-west-2 layers-us-west-2");
    }

    @Test
    void are_made_once_however_many_ask_at_the_same_time() throws Exception {
        LocalStacks stacks = stacks();
        List<String> ready = new ArrayList<>();
        stacks.onReady(stack -> ready.add(stack.region()));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch together = new CountDownLatch(8);
            List<Future<LocalStack>> asked = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                asked.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return stacks.stackOf("us-west-2");
                }));
            }
            LocalStack first = asked.get(0).get();
            for (Future<LocalStack> each : asked) {
                assertThat(each.get()).isSameAs(first);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(ready).containsExactly("us-west-2");
        assertThat(buckets).hasSize(1);
    }

    @Test
    void go_on_with_the_regions_and_data_of_an_earlier_run() throws IOException {
        LocalStacks earlier = stacks();
        earlier.stackOf("us-west-2");
        earlier.stackOf("eu-west-1");
        Map<String, AttributeValue> kept = Map.of("id", AttributeValue.fromS("kept"));
        clients.dynamoDb("eu-west-1").putItem(request -> request.tableName("things").item(kept));
        end();
        start();

        LocalStacks later = stacks();
        List<String> ready = new ArrayList<>();
        later.onReady(stack -> ready.add(stack.region()));
        later.resume();

        assertThat(ready).containsExactly("eu-west-1", "us-west-2");
        assertThat(clients.dynamoDb("eu-west-1")
                        .getItem(get -> get.tableName("things").key(kept))
                        .item())
                .isEqualTo(kept);
        assertThat(clients.sqs("us-west-2").listQueues().queueUrls()).hasSize(1);
    }

    @Test
    void refuse_a_table_whose_declaration_changed_since_an_earlier_run() throws IOException {
        stacks().stackOf("us-west-2");

        Map<String, String> changes = Map.of(
                "KeySchema: [{ AttributeName: id, KeyType: HASH }]\n      GlobalSecondaryIndexes",
                        "KeySchema: [{ AttributeName: since, KeyType: HASH }]\n      GlobalSecondaryIndexes",
                "IndexName: by-time", "IndexName: by-hour",
                "AttributeType: N", "AttributeType: S",
                "StreamViewType: NEW_AND_OLD_IMAGES", "StreamViewType: KEYS_ONLY");
        for (Map.Entry<String, String> change : changes.entrySet()) {
            assertThat(TEMPLATE).contains(change.getKey());
            Files.writeString(template, TEMPLATE.replace(change.getKey(), change.getValue()));

            assertThatThrownBy(() -> stacks().resume())
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("The table things of an earlier run has");
        }
    }

    @Test
    void are_tried_again_after_a_failure() throws IOException {
        LocalStacks stacks = stacks();
        Files.writeString(template, "Resources: {X: {Type: Unheard::Of}}");
        assertThatThrownBy(() -> stacks.stackOf("us-west-2")).hasMessageContaining("Unheard::Of");

        Files.writeString(template, TEMPLATE);

        assertThat(stacks.stackOf("us-west-2").template().tables()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-west-99", "aws-global", "eu-isoe-west-1", "us-iso-east-1", "../..", ""})
    void make_nothing_for_a_region_that_the_functions_refuse(String region) {
        assertThatThrownBy(() -> stacks().stackOf(region)).isInstanceOf(UnknownRegionException.class);

        assertThat(new ProvisionedRegions(data).all()).isEmpty();
        assertThat(clients.dynamoDb("us-west-2").listTables().tableNames()).isEmpty();
        assertThat(buckets).isEmpty();
    }

    @Test
    void resume_past_a_region_that_is_not_known_any_more() {
        ProvisionedRegions provisioned = new ProvisionedRegions(data);
        List.of("eu-isoe-west-1", "us-west-2").forEach(provisioned::add);
        LocalStacks stacks = stacks();
        List<String> ready = new ArrayList<>();
        stacks.onReady(stack -> ready.add(stack.region()));

        stacks.resume();

        assertThat(ready).containsExactly("us-west-2");
    }

    @Test
    void keep_one_access_key_for_a_data_directory() throws IOException {
        assertThat(LocalCredentials.of(data)).isEqualTo(LocalCredentials.of(data));
        assertThat(LocalCredentials.of(data)).isNotEqualTo(LocalCredentials.of(data.resolve("other")));
        assertThat(LocalCredentials.of(data).accessKeyId()).matches("[A-Z0-9]{20}");
    }

    private LocalStacks stacks() {
        return new LocalStacks(
                new StackSource(template, "111122223333", Map.of()),
                data,
                clients,
                queues::create,
                (region, bucket) -> buckets.add(region + " " + bucket.name()));
    }
}
