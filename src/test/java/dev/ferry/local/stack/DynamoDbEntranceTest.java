package dev.ferry.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferry.local.LocalAws;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
class DynamoDbEntranceTest {
    private final LocalServices services;

    DynamoDbEntranceTest(LocalServices services) {
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
    void tells_of_each_write_and_of_nothing_else() {
        List<String> told = new CopyOnWriteArrayList<>();
        services.onWrite((region, request) -> {
            if (request.contains("\"written\"")) { // not by another test
                told.add(region + " " + request);
            }
        });
        DynamoDbClient client = services.clients().dynamoDb("ca-central-1");
        client.createTable(request -> request.tableName("written")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(each -> each.attributeName("id").attributeType(ScalarAttributeType.S))
                .keySchema(each -> each.attributeName("id").keyType(KeyType.HASH)));
        Map<String, AttributeValue> item = Map.of("id", AttributeValue.fromS("1"));
        client.getItem(request -> request.tableName("written").key(item));

        client.putItem(request -> request.tableName("written").item(item));
        client.transactWriteItems(request -> request.transactItems(
                each -> each.delete(delete -> delete.tableName("written").key(item))));

        // It is told once the client has its answer.
        await().until(() -> told.size() >= 2);
        assertThat(told).hasSize(2).allMatch(write -> write.startsWith("ca-central-1 {"));
        assertThat(told.get(0)).contains("\"Item\"");
        assertThat(told.get(1)).contains("\"TransactItems\"");
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
