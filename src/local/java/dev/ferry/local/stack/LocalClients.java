package dev.ferry.local.stack;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients of this machine's services, one a service and Region, made when first asked for. */
public final class LocalClients implements AutoCloseable {
    /** More than there are threads to call at once. */
    private static final int CONNECTIONS = 256;

    private final LocalEndpoints endpoints;
    private final LocalCredentials credentials;
    private final SdkHttpClient http = ApacheHttpClient.builder().maxConnections(CONNECTIONS).build();
    private final Map<String, DynamoDbClient> dynamoDb = new ConcurrentHashMap<>();
    private final Map<String, DynamoDbStreamsClient> streams = new ConcurrentHashMap<>();
    private final Map<String, SqsClient> sqs = new ConcurrentHashMap<>();
    private final Map<String, S3Client> s3 = new ConcurrentHashMap<>();

    public LocalClients(LocalEndpoints endpoints, LocalCredentials credentials) {
        this.endpoints = endpoints;
        this.credentials = credentials;
    }

    public DynamoDbClient dynamoDb(String region) {
        return dynamoDb.computeIfAbsent(region, build(DynamoDbClient.builder(), endpoints.dynamoDb()));
    }

    public DynamoDbStreamsClient streams(String region) {
        return streams.computeIfAbsent(region, build(DynamoDbStreamsClient.builder(), endpoints.dynamoDb()));
    }

    public SqsClient sqs(String region) {
        return sqs.computeIfAbsent(region, build(SqsClient.builder(), endpoints.sqs()));
    }

    public S3Client s3(String region) {
        return s3.computeIfAbsent(region, build(S3Client.builder().forcePathStyle(true), endpoints.s3()));
    }

    @Override
    public void close() {
        dynamoDb.values().forEach(DynamoDbClient::close);
        streams.values().forEach(DynamoDbStreamsClient::close);
        sqs.values().forEach(SqsClient::close);
        s3.values().forEach(S3Client::close);
        http.close();
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> Function<String, C> build(
            B builder, URI endpoint) {
        return region -> builder.region(Region.of(region))
                .endpointOverride(endpoint)
                .credentialsProvider(credentials.provider())
                .httpClient(http)
                .build();
    }
}
