package dev.ferry.clients;

import dev.ferry.registry.RegionName;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The AWS clients, one a service and Region, made when first asked for: which Region a request is about is known from
 * its event alone. The SDK's own {@code AWS_ENDPOINT_URL_*} variables redirect them.
 */
@ApplicationScoped
public class AwsClients {
    /** So that a Region which cannot be reached does not take up the time of the others; a call takes milliseconds. */
    private static final Duration LONGEST_EVENT_CALL = Duration.ofSeconds(8);

    /** A pull waits for it, and has to answer within its function's 30 seconds. */
    private static final Duration LONGEST_SECRET_CALL = Duration.ofSeconds(5);

    /** More than there are threads to call at once, also where one process takes many events. */
    private static final int CONNECTIONS = 256;

    private final SdkHttpClient http =
            ApacheHttpClient.builder().maxConnections(CONNECTIONS).build();
    private final Map<RegionName, DynamoDbClient> dynamoDb = new ConcurrentHashMap<>();
    private final Map<RegionName, S3Client> s3 = new ConcurrentHashMap<>();
    private final Map<RegionName, S3Presigner> presigners = new ConcurrentHashMap<>();
    private final Map<RegionName, SqsClient> sqs = new ConcurrentHashMap<>();
    private final Map<RegionName, EventBridgeClient> eventBridge = new ConcurrentHashMap<>();
    private final Map<RegionName, SecretsManagerClient> secretsManager = new ConcurrentHashMap<>();

    public DynamoDbClient dynamoDb(RegionName region) {
        return dynamoDb.computeIfAbsent(region, name -> DynamoDbClient.builder()
                .region(Region.of(name.value()))
                .httpClient(http)
                .build());
    }

    public S3Client s3(RegionName region) {
        return s3.computeIfAbsent(region, name -> S3Client.builder()
                .region(Region.of(name.value()))
                .httpClient(http)
                .forcePathStyle(redirected())
                .build());
    }

    public S3Presigner s3Presigner(RegionName region) {
        return presigners.computeIfAbsent(region, name -> {
            S3Presigner.Builder builder = S3Presigner.builder().region(Region.of(name.value()));
            endpoint().ifPresent(builder::endpointOverride);
            return builder.serviceConfiguration(S3Configuration.builder()
                            .pathStyleAccessEnabled(redirected())
                            .build())
                    .build();
        });
    }

    public SqsClient sqs(RegionName region) {
        return sqs.computeIfAbsent(region, name -> SqsClient.builder()
                .region(Region.of(name.value()))
                .httpClient(http)
                .build());
    }

    public EventBridgeClient eventBridge(RegionName region) {
        return eventBridge.computeIfAbsent(region, name -> EventBridgeClient.builder()
                .region(Region.of(name.value()))
                .httpClient(http)
                .overrideConfiguration(calls -> calls.apiCallTimeout(LONGEST_EVENT_CALL))
                .build());
    }

    public SecretsManagerClient secretsManager(RegionName region) {
        return secretsManager.computeIfAbsent(region, name -> SecretsManagerClient.builder()
                .region(Region.of(name.value()))
                .httpClient(http)
                .overrideConfiguration(calls -> calls.apiCallTimeout(LONGEST_SECRET_CALL))
                .build());
    }

    /** A redirected S3 is reached by one host name, so the bucket cannot be part of it. */
    private static boolean redirected() {
        return endpoint().isPresent();
    }

    /** As the SDK finds it: the system property comes before the variable. */
    private static Optional<URI> endpoint() {
        return Optional.ofNullable(System.getProperty("aws.endpointUrlS3"))
                .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL_S3")))
                .map(URI::create);
    }
}
