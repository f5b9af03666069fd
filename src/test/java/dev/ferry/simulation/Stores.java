package dev.ferry.simulation;

import dev.ferry.clients.StackSettings;
import dev.ferry.local.queues.DeliveryChoices;
import dev.ferry.local.queues.InMemoryQueue;
import dev.ferry.local.queues.InMemorySqs;
import dev.ferry.local.template.Template;
import dev.ferry.local.template.TemplateParameters;
import dev.ferry.local.template.TemplateReader;
import dev.ferry.registry.RegionName;
import dev.ferry.simulation.dynamodb.InMemoryDynamoDb;
import dev.ferry.simulation.events.InMemoryEventBridge;
import dev.ferry.simulation.history.ItemName;
import dev.ferry.simulation.history.TableKeys;
import dev.ferry.simulation.s3.InMemoryS3;
import dev.ferry.testing.TemplateSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What {@code template.yaml} declares, in memory, in every Region of the simulated world. It never fails by itself. */
public final class Stores {
    public static final StackSettings STACK = new TemplateSettings();

    private static final Map<RegionName, Template> TEMPLATES = World.REGIONS.stream().collect(Collectors.toMap(
            Function.identity(),
            region -> TemplateReader.read(Path.of("template.yaml"),
                    new TemplateParameters(
                            region.value(), STACK.operatorAccount(), "aws", "amazonaws.com", Map.of())),
            (first, second) -> first,
            LinkedHashMap::new));

    private final Map<RegionName, InMemoryDynamoDb> dynamoDb = new HashMap<>();
    private final Map<RegionName, InMemoryEventBridge> eventBridge = new HashMap<>();
    private final InMemoryS3 s3;
    private final InMemorySqs sqs;

    public Stores(VirtualTime time, DeliveryChoices choices) {
        s3 = new InMemoryS3(time.clock());
        sqs = new InMemorySqs(STACK.operatorAccount(), time.clock(), choices);
        TEMPLATES.forEach((region, template) -> {
            dynamoDb.put(region, new InMemoryDynamoDb(region.value(), template.tables(), time.clock()));
            eventBridge.put(region, new InMemoryEventBridge());
            s3.provision(region, template);
            sqs.provision(region, template);
        });
    }

    public static Template template(RegionName region) {
        return TEMPLATES.get(region);
    }

    public DynamoDbClient dynamoDb(RegionName region) {
        return dynamoDb.get(region).client();
    }

    public S3Client s3(RegionName region) {
        return s3.client(region);
    }

    public SqsClient sqs(RegionName region) {
        return sqs.client(region);
    }

    public InMemoryEventBridge eventBridge(RegionName region) {
        return eventBridge.get(region);
    }

    /** @param name without the stack's prefix and the Region */
    public InMemoryQueue queue(RegionName region, String name) {
        return sqs.queue(region, STACK.queuePrefix() + "-" + name + "-" + region);
    }

    /** What an item holds, read past all faults. */
    public Optional<Map<String, AttributeValue>> item(ItemName name) {
        Map<String, AttributeValue> item = dynamoDb(name.region())
                .getItem(GetItemRequest.builder()
                        .tableName(STACK.tablePrefix() + "-" + name.table())
                        .key(TableKeys.key(name))
                        .consistentRead(true)
                        .build())
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(item);
    }

    /** The records of the table of replications, from the first one on. */
    public List<Record> stream(RegionName region) {
        return dynamoDb.get(region).stream(STACK.tablePrefix() + "-replications");
    }

    public boolean hasObject(RegionName region, String key) {
        return s3.objects(bucket(region)).containsKey(key);
    }

    /** What an object holds; null if there is none. */
    public byte[] object(RegionName region, String key) {
        var object = s3.objects(bucket(region)).get(key);
        return object == null ? null : object.content();
    }

    private static String bucket(RegionName region) {
        return STACK.bucketPrefix() + "-" + region;
    }
}
