package dev.ferry.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.ferry.local.LocalAws;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@ExtendWith(LocalAws.class)
class DynamoDbFrontTest {
    /** More than a connection takes that nobody reads from. */
    private static final byte[] LARGE = new byte[16 * 1024 * 1024];

    private final LocalServices services;

    DynamoDbFrontTest(LocalServices services) {
        this.services = services;
    }

    @Test
    void a_client_that_calls_dynamodb_alone_in_a_new_region_finds_its_tables_queues_and_bucket() {
        DynamoDbClient oslo = services.clients().dynamoDb("eu-north-1");

        assertThat(oslo.listTables().tableNames()).contains("ferry-images", "ferry-replications");
        String queue = services.clients()
                .sqs("eu-north-1")
                .getQueueUrl(request -> request.queueName("ferry-replicate-eu-north-1"))
                .queueUrl();
        assertThat(services.clients()
                        .sqs("eu-north-1")
                        .getQueueAttributes(request -> request.queueUrl(queue)
                                .attributeNames(
                                        QueueAttributeName.REDRIVE_POLICY, QueueAttributeName.VISIBILITY_TIMEOUT))
                        .attributes())
                .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "960")
                .hasEntrySatisfying(
                        QueueAttributeName.REDRIVE_POLICY,
                        policy -> assertThat(policy).contains("ferry-replicate-dead-eu-north-1", "8"));
        assertThat(services.clients()
                        .s3("eu-north-1")
                        .headBucket(request -> request.bucket("ferry-layers-111122223333-eu-north-1"))
                        .sdkHttpResponse()
                        .isSuccessful())
                .isTrue();
    }

    @Test
    void keeps_the_tables_of_regions_apart() {
        putSetting("ap-south-1", "tokyo is elsewhere");

        assertThat(services.clients()
                        .dynamoDb("ap-northeast-1")
                        .getItem(request -> request.tableName("ferry-settings").key(settingKey("tokyo is elsewhere")))
                        .hasItem())
                .isFalse();
        assertThat(services.clients()
                        .dynamoDb("ap-south-1")
                        .getItem(request -> request.tableName("ferry-settings").key(settingKey("tokyo is elsewhere")))
                        .hasItem())
                .isTrue();
    }

    @Test
    void passes_errors_on_as_they_are() {
        assertThatThrownBy(() -> services.clients()
                        .dynamoDb("us-west-2")
                        .describeTable(request -> request.tableName("no-such-table")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void lets_streams_be_read() {
        String quiet = "af-south-1"; // whose stream has nothing of other tests
        putSetting(quiet, "to make the Region");
        services.clients().dynamoDb(quiet).putItem(request -> request.tableName("ferry-replications")
                .item(Map.of("image", AttributeValue.fromS("444455556666/app@x"), "push", AttributeValue.fromS("1"))));
        String stream = services.clients()
                .dynamoDb(quiet)
                .describeTable(request -> request.tableName("ferry-replications"))
                .table()
                .latestStreamArn();
        DynamoDbStreamsClient streams = services.clients().streams(quiet);

        String shard = streams.describeStream(request -> request.streamArn(stream))
                .streamDescription()
                .shards()
                .get(0)
                .shardId();
        String iterator = streams.getShardIterator(request -> request.streamArn(stream)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();

        assertThat(streams.getRecords(request -> request.shardIterator(iterator)).records())
                .extracting(Record::dynamodb)
                .anySatisfy(change -> assertThat(change.newImage())
                        .containsEntry("image", AttributeValue.fromS("444455556666/app@x")));
    }

    @Test
    void refuses_a_region_that_does_not_exist() {
        for (String region : new String[] {"us-west-99", "aws-global"}) {
            assertThatThrownBy(() -> services.clients().dynamoDb(region).listTables())
                    .isInstanceOf(DynamoDbException.class)
                    .hasMessageContaining("there is no Region " + region);
        }
    }

    @Test
    void says_why_a_stack_cannot_be_made() throws IOException {
        URI dynamoDb = services.endpoints().dynamoDb();
        try (DynamoDbFront front = DynamoDbFront.start(() -> dynamoDb, services.credentials(), region -> {
                    throw new StackException("the table images of an earlier run is another one");
                }, (region, request) -> {}, () -> false);
                LocalClients clients = new LocalClients(
                        new LocalEndpoints(front.endpoint(), services.endpoints().sqs(), null), services.credentials())) {
            assertThatThrownBy(() -> clients.dynamoDb("us-west-2").listTables())
                    .isInstanceOf(DynamoDbException.class)
                    .hasMessageContaining("the table images of an earlier run is another one");
        }
    }

    @Test
    void tells_of_each_write_and_of_nothing_else() throws IOException {
        URI dynamoDb = services.endpoints().dynamoDb();
        List<String> told = new CopyOnWriteArrayList<>();
        try (DynamoDbFront front = DynamoDbFront.start(
                        () -> dynamoDb, services.credentials(), region -> {}, (region, request) -> told.add(region + " " + request),
                        () -> false);
                LocalClients clients = new LocalClients(
                        new LocalEndpoints(front.endpoint(), services.endpoints().sqs(), null), services.credentials())) {
            DynamoDbClient client = clients.dynamoDb("ca-central-1");
            client.createTable(request -> request.tableName("written")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(each -> each.attributeName("id").attributeType(ScalarAttributeType.S))
                    .keySchema(each -> each.attributeName("id").keyType(KeyType.HASH)));
            Map<String, AttributeValue> item = Map.of("id", AttributeValue.fromS("1"));
            client.getItem(request -> request.tableName("written").key(item));
            assertThat(told).isEmpty();

            client.putItem(request -> request.tableName("written").item(item));
            client.transactWriteItems(request -> request.transactItems(
                    each -> each.delete(delete -> delete.tableName("written").key(item))));

            // It is told once the client has its answer.
            await().until(() -> told.size() >= 2);
            assertThat(told).hasSize(2).allMatch(write -> write.startsWith("ca-central-1 {") && write.contains("\"written\""));
        }
    }

    @Test
    void tells_of_a_write_whose_client_has_gone_before_its_answer() throws Exception {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.createContext("/", exchange -> {
            arrived.complete(null);
            gone.join();
            exchange.sendResponseHeaders(200, LARGE.length);
            exchange.getResponseBody().write(LARGE);
            exchange.close();
        });
        slow.start();
        URI backend = URI.create("http://127.0.0.1:" + slow.getAddress().getPort());
        List<String> told = new CopyOnWriteArrayList<>();
        String write = "{\"TableName\":\"written\"}";
        try (DynamoDbFront front = DynamoDbFront.start(
                () -> backend, services.credentials(), region -> {}, (region, request) -> told.add(region + " " + request),
                () -> false)) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), front.endpoint().getPort());
            client.getOutputStream()
                    .write(("POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.PutItem\r\n"
                                    + "Authorization: AWS4-HMAC-SHA256 Credential=" + services.credentials().accessKeyId()
                                    + "/20261128/us-west-2/dynamodb/aws4_request\r\nContent-Length: " + write.length()
                                    + "\r\n\r\n" + write)
                            .getBytes(StandardCharsets.UTF_8));
            arrived.join();
            client.setSoLinger(true, 0); // it is killed, and waits for nothing
            client.close();
            gone.complete(null);

            await().until(() -> told.equals(List.of("us-west-2 " + write)));
        } finally {
            slow.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 507, The disk that holds the data folder is full", "false, 500, unknown error"})
    void says_of_a_failure_whether_the_disk_is_full(boolean full, int status, String said) throws IOException {
        HttpServer failing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        failing.createContext("/", exchange -> {
            byte[] answer = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#InternalFailure\",\"message\":\"unknown error\"}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(500, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        failing.start();
        URI backend = URI.create("http://127.0.0.1:" + failing.getAddress().getPort());
        try (DynamoDbFront front = DynamoDbFront.start(
                        () -> backend, services.credentials(), region -> {}, (region, request) -> {}, () -> full);
                LocalClients clients = new LocalClients(
                        new LocalEndpoints(front.endpoint(), services.endpoints().sqs(), null), services.credentials())) {
            assertThatThrownBy(() -> clients.dynamoDb("us-west-2").listTables())
                    .isInstanceOfSatisfying(DynamoDbException.class,
                            failure -> assertThat(failure.statusCode()).isEqualTo(status))
                    .hasMessageContaining(said);
        } finally {
            failing.stop(0);
        }
    }

    @Test
    void refuses_another_access_key() {
        LocalCredentials other = new LocalCredentials("another", "secret");
        try (LocalClients clients = new LocalClients(services.endpoints(), other)) {
            assertThatThrownBy(() -> clients.dynamoDb("us-west-2").listTables())
                    .isInstanceOf(DynamoDbException.class)
                    .hasMessageContaining("security token");
        }
    }

    @Test
    void refuses_a_request_that_is_not_signed() throws Exception {
        URI endpoint = services.endpoints().dynamoDb();

        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(endpoint)
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("UnrecognizedClientException");
    }

    @Test
    void is_found_by_clients_that_are_told_nothing() {
        try (DynamoDbClient client = DynamoDbClient.builder()
                .region(Region.US_WEST_2)
                .httpClient(ApacheHttpClient.create())
                .build()) {
            assertThat(client.listTables().tableNames()).contains("ferry-images");
        }
    }

    private void putSetting(String region, String setting) {
        assertThat(services.clients()
                        .dynamoDb(region)
                        .putItem(request -> request.tableName("ferry-settings")
                                .item(settingKey(setting))
                                .returnValues(ReturnValue.ALL_OLD))
                        .hasAttributes())
                .isFalse();
    }

    private static Map<String, AttributeValue> settingKey(String setting) {
        return Map.of("registry", AttributeValue.fromS("444455556666"), "setting", AttributeValue.fromS(setting));
    }
}
