package dev.ferry.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

class DynamoDbLocalTest {
    @TempDir
    Path data;

    @Test
    @Tag("full")
    void keeps_its_items_over_a_restart() throws IOException {
        try (DynamoDbLocal server = LoneServer.start(data);
                DynamoDbClient client = client(server.direct())) {
            assertThat(List.of(server.entrance(), server.direct())).extracting(URI::getHost).containsOnly("127.0.0.1");
            client.createTable(request -> request.tableName("pushes")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                            attribute -> attribute.attributeName("id").attributeType(ScalarAttributeType.S))
                    .keySchema(key -> key.attributeName("id").keyType(KeyType.HASH))
                    .streamSpecification(
                            stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
            client.putItem(
                    request -> request.tableName("pushes").item(Map.of("id", AttributeValue.fromS("first"))));
        }
        try (DynamoDbLocal server = LoneServer.start(data);
                DynamoDbClient client = client(server.direct())) {
            Map<String, AttributeValue> first = Map.of("id", AttributeValue.fromS("first"));
            assertThat(client.getItem(get -> get.tableName("pushes").key(first)).item()).isEqualTo(first);
        }
    }

    @Test
    void start_refuses_a_folder_without_the_server() {
        assertThatThrownBy(() -> LoneServer.begin(data.resolve("nothing"), data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("DynamoDB Local is not in");
    }

    @Test
    void start_says_why_the_server_ended() throws IOException {
        Path empty = Files.createDirectory(data.resolve("empty"));

        assertThatThrownBy(() -> {
                    try (DynamoDbLocal server = LoneServer.begin(empty, data)) {
                        server.entrance();
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("NoClassDefFoundError: org/eclipse/jetty");
    }

    @Test
    @Tag("full")
    void a_region_whose_stack_failed_is_asked_for_again() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        RegionStacks failingOnce = new RegionStacks() {
            @Override
            public Optional<String> provision(String region) {
                asked.add(region);
                if (asked.size() == 1) {
                    throw new IllegalStateException("the first time");
                }
                return Optional.empty();
            }

            @Override
            public void written(String region, String request) {}
        };
        try (DynamoDbLocal server = DynamoDbLocal.begin(LoneServer.LIBRARIES, data, "key", failingOnce);
                DynamoDbClient client = client(server.entrance())) {
            assertThat(client.listTables().tableNames()).isEmpty(); // the SDK tries again

            assertThat(asked).containsExactly("us-west-2", "us-west-2");
        }
    }

    @Test
    @Tag("full")
    void the_server_ends_when_its_parent_is_killed() throws IOException {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = parent.inputReader()) {
            assertThat(output.readLine()).isEqualTo("started");
            ProcessHandle server = parent.toHandle().children().findFirst().orElseThrow();

            parent.destroyForcibly();

            await().atMost(Duration.ofSeconds(20)).until(() -> !server.isAlive());
        } finally {
            parent.destroyForcibly();
        }
    }

    /** The server of a run that was killed lives on for a moment, while the next run begins. */
    @Test
    @Tag("full")
    void a_server_waits_for_the_one_before_to_let_go_of_the_data() throws IOException {
        DynamoDbLocal before = LoneServer.start(data);
        CompletableFuture<DynamoDbLocal> next;
        try (before) {
            next = CompletableFuture.supplyAsync(() -> started(data));
            await().during(Duration.ofSeconds(4)).until(() -> !next.isDone());
        }
        next.join().close();
    }

    private static DynamoDbLocal started(Path data) {
        try {
            return LoneServer.start(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program that starts the server and never ends by itself. */
    static final class Parent {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            LoneServer.start(Path.of(arguments[0]));
            System.out.println("started");
            new CountDownLatch(1).await();
        }
    }

    private static DynamoDbClient client(URI endpoint) {
        return DynamoDbClient.builder()
                .region(Region.US_WEST_2)
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClient(ApacheHttpClient.create())
                .build();
    }
}
