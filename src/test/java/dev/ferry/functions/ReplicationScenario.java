package dev.ferry.functions;

import dev.ferry.api.LifecyclePolicyTexts;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Tag;
import dev.ferry.replication.Deletion;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.replication.ReplicationState;
import dev.ferry.service.Services;
import dev.ferry.service.image.ImageNotification;
import dev.ferry.service.replication.RecordedDeletions;
import dev.ferry.store.replications.ReplicationHistory.PushHistory;
import dev.ferry.store.replications.ReplicationsTable;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The story that the events tell, step by step: {@code team/app:latest} is pushed to the registry of 111122223333 in
 * us-west-2, and goes to eu-west-1, to the same account and to 444455556666.
 */
final class ReplicationScenario {
    static final Registry SOURCE = Registry.of("111122223333", "us-west-2");
    static final Registry SAME_ACCOUNT = Registry.of("111122223333", "eu-west-1");
    static final Registry PARTNER = Registry.of("444455556666", "eu-west-1");
    static final TestImage IMAGE = Images.image().build();

    private static final String PUSHED = "push-image-action.json";

    final Services services = new Services();
    private final Deque<String> received = new ArrayDeque<>();

    /** Starts over: nothing is known of the image, and the source replicates nothing. */
    ReplicationScenario() {
        for (Registry registry : List.of(SOURCE, SAME_ACCOUNT, PARTNER)) {
            services.deleteRepository(registry);
            deleteAll(registry.region(), "ferry-images", "repository", Services.key(registry).toString(), "item");
        }
        deleteAll(SOURCE.region(), "ferry-replications", "image", image().toString(), "push");
        ImageNotification pushed = ImageNotification.read(Events.read(PUSHED));
        for (Registry destination : List.of(SAME_ACCOUNT, PARTNER)) {
            deleteAll(destination.region(), "ferry-replications", "image",
                    "end/" + SOURCE + "/" + pushed.push(), "push");
        }
        services.configure(SOURCE);
    }

    void deleteAll(RegionName region, String table, String hash, String value, String range) {
        DynamoDbClient client = services.clients.dynamoDb(region);
        client.queryPaginator(query -> query.tableName(table)
                        .keyConditionExpression("#hash = :value")
                        .expressionAttributeNames(Map.of("#hash", hash))
                        .expressionAttributeValues(Map.of(":value", AttributeValue.fromS(value))))
                .items()
                .forEach(item -> {
                    Map<String, AttributeValue> key = new HashMap<>(item);
                    key.keySet().retainAll(List.of(hash, range));
                    client.deleteItem(delete -> delete.tableName(table).key(key));
                });
    }

    static ImageKey image() {
        return new ImageKey(Services.key(SOURCE), IMAGE.digest());
    }

    /** The image is in the source, and would be replicated from now on. */
    ReplicationScenario imageIsThere() {
        services.repository(SOURCE);
        services.push(SOURCE, IMAGE, "latest");
        deleteAll(SOURCE.region(), "ferry-replications", "image", image().toString(), "push");
        services.configure(SOURCE, SAME_ACCOUNT, PARTNER);
        services.permit(PARTNER, SOURCE, "ecr:ReplicateImage", "ecr:CreateRepository");
        return this;
    }

    /** And the push is recorded that {@code push-image-action.json} tells of. */
    ReplicationScenario pushIsRecorded() {
        imageIsThere();
        services.notifications.record(ImageNotification.read(Events.read(PUSHED)));
        return this;
    }

    /** The image is there, and is deleted by a rule that replicates it. */
    Deletion deletionIsRecorded() {
        imageIsThere();
        services.configureWithDeletions(SOURCE, SAME_ACCOUNT, PARTNER);
        services.deletion.delete(SOURCE, Services.APP, new ImageId(Optional.empty(), Optional.of(new Tag("latest"))));
        return RecordedDeletions.of(services, SOURCE, IMAGE.digest()).get(0);
    }

    /** The image is there, and a younger one, and a lifecycle policy that leaves one alone. */
    ReplicationScenario aPolicyTakesTheImage() {
        imageIsThere();
        TestImage younger = Images.image().seed(9).build();
        services.push(SOURCE, younger, "younger");
        ImageKey key = new ImageKey(Services.key(SOURCE), younger.digest());
        deleteAll(SOURCE.region(), "ferry-replications", "image", key.toString(), "push");
        services.lifecyclePolicies.put(SOURCE, Services.APP, LifecyclePolicyTexts.any("imageCountMoreThan", 1));
        return this;
    }

    /** And its replications are open. */
    ReplicationScenario pushIsFannedOut() {
        pushIsRecorded();
        services.fanOut.fanOut(push());
        return this;
    }

    List<PushHistory> history() {
        return services.history.of(SOURCE.region(), image());
    }

    Push push() {
        return history().get(0).push();
    }

    ReplicationState state(Registry destination) {
        return services.state(push(), destination);
    }

    /** Why the last try to bring it there failed. */
    Optional<String> lastReason(Registry destination) {
        return services.replications.lastReason(
                services.tables.get(SOURCE.region(), List.of(
                        ReplicationsTable.replicationKey(image(), push().id(), destination))),
                image(), push().id(), destination);
    }

    /** A message of another push, one of the same image that came later. */
    ReplicationMessage unknown() {
        return new ReplicationMessage(image(), PushId.at(push().pushedAt().plusMillis(1), "unknown"), PARTNER);
    }

    /** The push's row in the table of replications, or with {@code #<account>#<region>} behind it a replication's. */
    Map<String, AttributeValue> row(String behind) {
        return services.clients.dynamoDb(SOURCE.region())
                .getItem(get -> get.tableName("ferry-replications").key(rowKey(behind)).consistentRead(true))
                .item();
    }

    /** Gives a row an attribute that Ferry would not write. */
    void change(String behind, String attribute, AttributeValue value) {
        services.clients.dynamoDb(SOURCE.region())
                .updateItem(update -> update.tableName("ferry-replications")
                        .key(rowKey(behind))
                        .updateExpression("SET #attribute = :value")
                        .expressionAttributeNames(Map.of("#attribute", attribute))
                        .expressionAttributeValues(Map.of(":value", value)));
    }

    private static Map<String, AttributeValue> rowKey(String behind) {
        String push = Events.record("fan-out-push-recorded.json").at("/dynamodb/Keys/push/S").asText();
        return Map.of(
                "image", AttributeValue.fromS(image().toString()), "push", AttributeValue.fromS(push + behind));
    }

    /** The messages that lie in the queue of the source's Region, taken out. */
    List<String> queued() {
        return Stream.generate(() -> queue()
                        .receiveMessage(receive -> receive.queueUrl(queueUrl()).maxNumberOfMessages(10))
                        .messages())
                .takeWhile(messages -> !messages.isEmpty())
                .flatMap(List::stream)
                .map(Message::body)
                .toList();
    }

    /** What lies in the queue of what cannot be read, in the source's Region, taken out. */
    List<String> setAside() {
        String url = queue().getQueueUrl(get -> get.queueName("ferry-quarantine-us-west-2")).queueUrl();
        return Stream.generate(() -> queue()
                        .receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(10))
                        .messages())
                .takeWhile(messages -> !messages.isEmpty())
                .flatMap(List::stream)
                .peek(message -> queue().deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle())))
                .map(Message::body)
                .toList();
    }

    /** The receipt handle of a message that was queued, and received, just now. */
    String queueAndReceive(String body) {
        queued();
        queue().sendMessage(send -> send.queueUrl(queueUrl()).messageBody(body));
        received.add(queue().receiveMessage(receive -> receive.queueUrl(queueUrl())).messages().get(0).receiptHandle());
        return received.getLast();
    }

    /** Takes out of the queue what was received and not deleted, before it comes back there in the middle of another test. */
    void deleteReceived() {
        received.forEach(handle -> queue().deleteMessage(delete -> delete.queueUrl(queueUrl()).receiptHandle(handle)));
    }

    private SqsClient queue() {
        return services.clients.sqs(SOURCE.region());
    }

    private String queueUrl() {
        return queue().getQueueUrl(get -> get.queueName("ferry-replicate-us-west-2")).queueUrl();
    }
}
