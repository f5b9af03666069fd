package dev.ferry.local.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.local.dynamodb.DynamoDbLocal;
import dev.ferry.local.lambda.AcceptedEvents;
import dev.ferry.local.lambda.AsynchronousInvocations;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The triggers on the real emulators, with a scripted function behind them. */
class TriggersTest {
    private static final StackLocation LOCATION = new StackLocation("111122223333", "us-west-2");
    private static final StaticCredentialsProvider KEYS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("111122223333", "secret"));

    @TempDir
    static Path data;

    private static DynamoDbLocal dynamoDbLocal;
    private static LocalQueues localQueues;
    private static DynamoDbClient dynamoDb;
    private static DynamoDbStreamsClient streams;
    private static SqsClient sqs;

    private final LinkedBlockingQueue<String> failures = new LinkedBlockingQueue<>();
    /** Told of each write, as in the cloud. */
    private final List<Triggers> started = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        dynamoDbLocal = DynamoDbLocal.start(Path.of("target/local/lib/dynamodb"), data.resolve("dynamodb"));
        localQueues = LocalQueues.start(LOCATION.account(), "111122223333");
        dynamoDb = client(DynamoDbClient.builder(), dynamoDbLocal.endpoint());
        streams = client(DynamoDbStreamsClient.builder(), dynamoDbLocal.endpoint());
        sqs = client(SqsClient.builder(), localQueues.endpoint());
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder, URI endpoint) {
        return builder.region(Region.of(LOCATION.region()))
                .credentialsProvider(KEYS)
                .httpClient(ApacheHttpClient.create())
                .endpointOverride(endpoint)
                .build();
    }

    @AfterAll
    static void stop() {
        localQueues.close();
        dynamoDbLocal.close();
        dynamoDb.close();
        streams.close();
        sqs.close();
    }

    @Test
    void a_change_of_a_table_arrives_as_lambda_would_show_it() {
        createTable("changes");
        ScriptedFunction function = ScriptedFunction.answering(event -> "{}");
        try (Triggers triggers = start(function, stream("changes", List.of()))) {
            put("changes", Map.of(
                    "id", AttributeValue.fromS("a"),
                    "count", AttributeValue.fromN("1"),
                    "tags", AttributeValue.fromSs(List.of("x")),
                    "deep", AttributeValue.fromM(Map.of("list", AttributeValue.fromL(List.of(AttributeValue.fromNul(true)))))));

            await().until(() -> !function.events().isEmpty());
            JsonNode change = function.events().get(0).path("Records").path(0);
            assertThat(change.path("eventName").asText()).isEqualTo("INSERT");
            assertThat(change.path("eventSource").asText()).isEqualTo("aws:dynamodb");
            assertThat(change.path("eventVersion").asText()).isEqualTo("1.1");
            assertThat(change.path("awsRegion").asText()).isEqualTo("us-west-2");
            assertThat(change.path("eventSourceARN").asText())
                    .matches("arn:aws:dynamodb:us-west-2:111122223333:table/changes/stream/20\\d\\d-.*");
            assertThat(change.at("/dynamodb/Keys").toString()).isEqualTo("{\"id\":{\"S\":\"a\"}}");
            assertThat(change.at("/dynamodb/NewImage/count/N").asText()).isEqualTo("1");
            assertThat(change.at("/dynamodb/NewImage/tags/SS/0").asText()).isEqualTo("x");
            assertThat(change.at("/dynamodb/NewImage/deep/M/list/L/0/NULL").asBoolean()).isTrue();
            assertThat(change.path("dynamodb").has("OldImage")).isFalse();
            assertThat(change.at("/dynamodb/SequenceNumber").asText()).isNotBlank();
            assertThat(change.at("/dynamodb/StreamViewType").asText()).isEqualTo("NEW_AND_OLD_IMAGES");
        }
    }

    @Test
    void a_restart_goes_on_behind_what_was_handled_and_a_filter_passes_over_the_rest() {
        createTable("pushes");
        List<String> inserts = List.of("{\"eventName\":[\"INSERT\"],\"dynamodb\":{\"NewImage\":{\"kind\":{\"S\":[\"push\"]}}}}");
        ScriptedFunction before = ScriptedFunction.answering(event -> "{}");
        try (Triggers triggers = start(before, stream("pushes", inserts))) {
            putKind("pushes", "1", "push");
            putKind("pushes", "2", "other");
            putKind("pushes", "3", "push");
            await().until(() -> flat(before.batches("/dynamodb/Keys/id/S")).equals(List.of("1", "3")));
        }
        putKind("pushes", "4", "other");
        putKind("pushes", "5", "push");

        ScriptedFunction after = ScriptedFunction.answering(event -> "{}");
        try (Triggers triggers = start(after, stream("pushes", inserts))) {
            await().until(() -> flat(after.batches("/dynamodb/Keys/id/S")).contains("5"));
            assertThat(flat(after.batches("/dynamodb/Keys/id/S"))).isSubsetOf("3", "5").containsOnlyOnce("5");
        }
    }

    @Test
    void a_batch_that_is_given_up_is_told_to_the_queue_and_the_next_is_delivered() throws Exception {
        createTable("poison");
        ScriptedFunction function = ScriptedFunction.answering(event -> {
            if (event.toString().contains("\"bad\"")) {
                throw new IllegalStateException("poison");
            }
            return "{}";
        });
        try (Triggers triggers = start(function, stream("poison", List.of()))) {
            putKind("poison", "1", "bad");
            putKind("poison", "2", "good");

            String told = failures.poll(30, TimeUnit.SECONDS);
            assertThat(told).startsWith("us-west-2 dead {");
            JsonNode failure = new ObjectMapper().readTree(told.substring("us-west-2 dead ".length()));
            assertThat(failure.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
            assertThat(failure.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(2);
            assertThat(failure.at("/DDBStreamBatchInfo/batchSize").asInt()).isEqualTo(1);
            assertThat(failure.at("/DDBStreamBatchInfo/streamArn").asText()).contains("us-west-2:111122223333:table/poison");
            await().until(() -> flat(function.batches("/dynamodb/Keys/id/S")).contains("2"));
        }
    }

    @Test
    void a_message_arrives_as_lambda_would_show_it_and_is_deleted_when_handled() {
        String url = createQueue("handled", 30);
        ScriptedFunction function = ScriptedFunction.answering(event -> "{\"batchItemFailures\":[]}");
        sqs.sendMessage(request -> request.queueUrl(url)
                .messageBody("{\"push\":1}")
                .messageAttributes(Map.of(
                        "trace", MessageAttributeValue.builder().dataType("String").stringValue("t").build())));
        try (Triggers triggers = start(function, new Trigger.QueuePoll("handled", 10, true))) {
            await().until(() -> !function.events().isEmpty());
            JsonNode message = function.events().get(0).path("Records").path(0);
            assertThat(message.path("body").asText()).isEqualTo("{\"push\":1}");
            assertThat(message.path("eventSource").asText()).isEqualTo("aws:sqs");
            assertThat(message.path("eventSourceARN").asText()).isEqualTo("arn:aws:sqs:us-west-2:111122223333:handled");
            assertThat(message.path("awsRegion").asText()).isEqualTo("us-west-2");
            assertThat(message.at("/attributes/ApproximateReceiveCount").asText()).isEqualTo("1");
            assertThat(message.at("/attributes/SentTimestamp").asText()).matches("\\d+");
            assertThat(message.at("/messageAttributes/trace/stringValue").asText()).isEqualTo("t");
            assertThat(message.path("md5OfBody").asText()).matches("[0-9a-f]{32}");
            await().untilAsserted(() -> assertThat(messagesIn(url)).isZero());
        }
    }

    @Test
    void messages_that_failed_come_again_and_the_others_do_not() {
        String url = createQueue("partial", 1);
        sqs.sendMessage(request -> request.queueUrl(url).messageBody("good"));
        sqs.sendMessage(request -> request.queueUrl(url).messageBody("bad"));
        ScriptedFunction function = ScriptedFunction.answering(event -> {
            for (JsonNode message : event.path("Records")) {
                boolean first = message.at("/attributes/ApproximateReceiveCount").asInt() == 1;
                if (message.path("body").asText().equals("bad") && first) {
                    return ScriptedFunction.reporting(List.of(message.path("messageId").asText()));
                }
            }
            return "{}";
        });
        try (Triggers triggers = start(function, new Trigger.QueuePoll("partial", 10, true))) {
            await().untilAsserted(() -> assertThat(messagesIn(url)).isZero());
            assertThat(flat(function.batches("/body"))).containsExactlyInAnyOrder("good", "bad", "bad");
        }
    }

    @Test
    void a_schedule_sends_its_event_again_and_again() {
        ScriptedFunction function = ScriptedFunction.answering(event -> "{}");
        try (Triggers triggers = start(function, new Trigger.Schedule(Duration.ofMillis(20)))) {
            await().until(() -> function.events().size() >= 2);
            JsonNode event = function.events().get(0);
            assertThat(event.path("detail-type").asText()).isEqualTo("Scheduled Event");
            assertThat(event.path("source").asText()).isEqualTo("aws.events");
            assertThat(event.path("region").asText()).isEqualTo("us-west-2");
            assertThat(event.path("account").asText()).isEqualTo("111122223333");
            assertThat(event.at("/resources/0").asText()).isEqualTo("arn:aws:events:us-west-2:111122223333:rule/Probe");
        }
    }

    private Triggers start(ScriptedFunction function, Trigger trigger) {
        RecordedLog log = new RecordedLog();
        RetryDelay delay = new RetryDelay(Duration.ofMillis(1), Duration.ofMillis(5));
        AsynchronousInvocations asynchronous = new AsynchronousInvocations(
                function,
                LOCATION.account(),
                AcceptedEvents.in(data.resolve("events")),
                (region, queue, body) -> {},
                delay,
                Clock.systemUTC(),
                log);
        Triggers triggers = new Triggers(
                function,
                each -> 2,
                asynchronous,
                region -> new RegionClients(dynamoDb, streams, sqs),
                (region, queue, body) -> failures.add(region + " " + queue + " " + body),
                delay,
                data.resolve("checkpoints"),
                Clock.systemUTC(),
                log);
        started.add(triggers);
        LambdaFunction lambda = new LambdaFunction(
                "Probe",
                "Handler::handleRequest",
                Map.of(),
                128,
                Duration.ofSeconds(3),
                List.of(trigger),
                new LambdaFunction.AsynchronousInvocation(0, Duration.ofHours(1), Optional.empty()));
        triggers.start(LOCATION, new Template(List.of(), List.of(), List.of(), List.of(lambda)));
        return triggers;
    }

    private static Trigger.Stream stream(String table, List<String> filters) {
        return new Trigger.Stream(table, 100, 1, Duration.ofHours(1), true, true, filters, Optional.of("dead"));
    }

    private static void createTable(String name) {
        dynamoDb.createTable(request -> request.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(each -> each.attributeName("id").attributeType(ScalarAttributeType.S))
                .keySchema(each -> each.attributeName("id").keyType(KeyType.HASH))
                .streamSpecification(each ->
                        each.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    }

    private void put(String table, Map<String, AttributeValue> item) {
        dynamoDb.putItem(request -> request.tableName(table).item(item));
        started.forEach(triggers -> triggers.written(LOCATION.region(), "{\"TableName\":\"" + table + "\"}"));
    }

    private void putKind(String table, String id, String kind) {
        put(table, Map.of("id", AttributeValue.fromS(id), "kind", AttributeValue.fromS(kind)));
    }

    private static String createQueue(String name, int visibilitySeconds) {
        localQueues.create(
                LOCATION.region(),
                List.of(new Queue("Queue", name, Duration.ofSeconds(visibilitySeconds), Duration.ofDays(4), Optional.empty())));
        return sqs.getQueueUrl(get -> get.queueName(name)).queueUrl();
    }

    private static int messagesIn(String url) {
        Map<QueueAttributeName, String> counts = sqs.getQueueAttributes(
                        request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
        return Integer.parseInt(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                + Integer.parseInt(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    }

    private static List<String> flat(List<List<String>> batches) {
        return batches.stream().flatMap(List::stream).toList();
    }
}
