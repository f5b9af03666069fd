package dev.ferry.local.triggers;


import dev.ferry.local.dynamodb.DynamoDbLocal;
import dev.ferry.local.dynamodb.LoneServer;
import dev.ferry.local.lambda.AcceptedEvents;
import dev.ferry.local.lambda.AsynchronousInvocations;
import dev.ferry.local.lambda.Invoker;
import dev.ferry.local.lambda.RecordedLog;
import dev.ferry.local.lambda.RetryDelay;
import dev.ferry.local.lambda.StackLocation;
import dev.ferry.local.queues.LocalQueues;
import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.Queue;
import dev.ferry.local.template.Template;
import dev.ferry.local.template.Trigger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Triggers on the real emulators, with scripted functions behind them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LocalTriggers {

    private static final StackLocation LOCATION = new StackLocation("111122223333", "us-west-2");
    private static final StaticCredentialsProvider KEYS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("111122223333", "secret"));

    private Path data;
    private DynamoDbLocal dynamoDbLocal;
    private LocalQueues localQueues;
    DynamoDbClient dynamoDb;
    private DynamoDbStreamsClient streams;
    SqsClient sqs;

    final LinkedBlockingQueue<String> failures = new LinkedBlockingQueue<>();
    /** Told of each write, as in the cloud. */
    private final List<Triggers> started = new CopyOnWriteArrayList<>();

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        this.data = data;
        dynamoDbLocal = LoneServer.start(data.resolve("dynamodb"));
        localQueues = LocalQueues.start(LOCATION.account(), "111122223333");
        dynamoDb = client(DynamoDbClient.builder(), dynamoDbLocal.direct());
        streams = client(DynamoDbStreamsClient.builder(), dynamoDbLocal.direct());
        sqs = client(SqsClient.builder(), localQueues.endpoint());
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder, URI endpoint) {
        return builder.region(Region.of(LOCATION.region()))
                .credentialsProvider(KEYS)
                .httpClient(ApacheHttpClient.create())
                .endpointOverride(endpoint)
                .build();
    }

    @AfterAll
    void stop() {
        localQueues.close();
        dynamoDbLocal.close();
        dynamoDb.close();
        streams.close();
        sqs.close();
    }

    Triggers start(ScriptedFunction function, Trigger trigger) {
        return start(Map.of("Probe", function), trigger);
    }

    /** Functions by their names, each of which has a trigger of its own. */
    Triggers start(Map<String, ScriptedFunction> functions, Trigger trigger) {
        Invoker invoker = (function, region, event) -> functions.get(function).invoke(function, region, event);
        RecordedLog log = new RecordedLog();
        RetryDelay delay = new RetryDelay(Duration.ofMillis(1), Duration.ofMillis(5));
        AsynchronousInvocations asynchronous = new AsynchronousInvocations(
                invoker,
                LOCATION.account(),
                AcceptedEvents.in(data.resolve("events")),
                (region, queue, body) -> {},
                delay,
                Clock.systemUTC(),
                log);
        Triggers triggers = new Triggers(
                invoker,
                each -> 2,
                asynchronous,
                region -> new RegionClients(dynamoDb, streams, sqs),
                (region, queue, body) -> failures.add(region + " " + queue + " " + body),
                delay,
                data.resolve("checkpoints"),
                Clock.systemUTC(),
                log);
        started.add(triggers);
        List<LambdaFunction> lambdas = functions.keySet().stream()
                .map(name -> new LambdaFunction(
                        name,
                        "Handler::handleRequest",
                        Map.of(),
                        128,
                        Duration.ofSeconds(3),
                        List.of(trigger),
                        new LambdaFunction.AsynchronousInvocation(0, Duration.ofHours(1), Optional.empty())))
                .toList();
        triggers.start(LOCATION, new Template(List.of(), List.of(), List.of(), lambdas));
        return triggers;
    }

    static Trigger.Stream stream(String table, List<String> filters) {
        return new Trigger.Stream(table, 100, 1, Duration.ofHours(1), true, true, filters, Optional.of("dead"));
    }

    void createTable(String name) {
        dynamoDb.createTable(request -> request.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(each -> each.attributeName("id").attributeType(ScalarAttributeType.S))
                .keySchema(each -> each.attributeName("id").keyType(KeyType.HASH))
                .streamSpecification(each ->
                        each.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    }

    void put(String table, Map<String, AttributeValue> item) {
        dynamoDb.putItem(request -> request.tableName(table).item(item));
        started.forEach(triggers -> triggers.written(LOCATION.region(), "{\"TableName\":\"" + table + "\"}"));
    }

    void putKind(String table, String id, String kind) {
        put(table, Map.of("id", AttributeValue.fromS(id), "kind", AttributeValue.fromS(kind)));
    }

    String createQueue(String name, int visibilitySeconds) {
        localQueues.create(
                LOCATION.region(),
                List.of(new Queue("Queue", name, Duration.ofSeconds(visibilitySeconds), Duration.ofDays(4), Optional.empty())));
        return sqs.getQueueUrl(get -> get.queueName(name)).queueUrl();
    }

    int messagesIn(String url) {
        Map<QueueAttributeName, String> counts = sqs.getQueueAttributes(
                        request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
        return Integer.parseInt(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                + Integer.parseInt(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    }

    static List<String> flat(List<List<String>> batches) {
        return batches.stream().flatMap(List::stream).toList();
    }

}
