package dev.ferry.identity;

import dev.ferry.local.dynamodb.DynamoDbLocal;
import dev.ferry.local.dynamodb.LoneServer;
import dev.ferry.registry.RegionName;
import dev.ferry.testing.TemplateSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A DynamoDB Local with the table of access keys in each Region that is asked for. */
public final class AccessKeyTables implements AutoCloseable {
    private final DynamoDbLocal server;
    private final URI endpoint;
    private final Map<RegionName, DynamoDbClient> clients = new ConcurrentHashMap<>();

    public AccessKeyTables(Path data) throws IOException {
        server = LoneServer.start(data);
        endpoint = server.direct();
    }

    public AccessKeyTable table() {
        return table(Optional.of(SealingKeys.parse(TemplateSettings.SEALING_KEY)));
    }

    /** The same as functions with these sealing keys see it. */
    AccessKeyTable table(Optional<SealingKeys> sealingKeys) {
        return new AccessKeyTable(this::client, "ferry", sealingKeys);
    }

    DynamoDbClient client(RegionName region) {
        return clients.computeIfAbsent(region, this::clientWithTable);
    }

    private DynamoDbClient clientWithTable(RegionName region) {
        DynamoDbClient client = DynamoDbClient.builder()
                .region(Region.of(region.value()))
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClient(ApacheHttpClient.create())
                .build();
        client.createTable(table -> table.tableName("ferry-access-keys")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(Stream.of("accessKeyId", "listed", "accountKey")
                        .map(name -> AttributeDefinition.builder()
                                .attributeName(name)
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .toList())
                .keySchema(key("accessKeyId", KeyType.HASH))
                .globalSecondaryIndexes(index -> index.indexName("listed")
                        .keySchema(key("listed", KeyType.HASH), key("accountKey", KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL))));
        return client;
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    @Override
    public void close() {
        clients.values().forEach(DynamoDbClient::close);
        server.close();
    }
}
