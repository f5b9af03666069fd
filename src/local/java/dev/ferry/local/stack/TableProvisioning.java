package dev.ferry.local.stack;

import dev.ferry.local.template.Table;
import dev.ferry.local.template.Table.Attribute;
import dev.ferry.local.template.Table.Index;
import dev.ferry.local.template.Table.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Makes the tables of a Region, and keeps those of an earlier run. */
final class TableProvisioning {
    private final DynamoDbClient client;

    TableProvisioning(DynamoDbClient client) {
        this.client = client;
    }

    /** @throws StackException if the table is there, but not as declared */
    void provision(Table declared) {
        Optional<TableDescription> existing = describe(declared.name());
        if (existing.isPresent()) {
            requireSame(declared, existing.get());
        } else {
            client.createTable(request(declared));
        }
        declared.timeToLiveAttribute().ifPresent(attribute -> expire(declared.name(), attribute));
    }

    void delete(Table declared) {
        if (describe(declared.name()).isPresent()) {
            client.deleteTable(request -> request.tableName(declared.name()));
        }
    }

    private Optional<TableDescription> describe(String table) {
        try {
            return Optional.of(client.describeTable(request -> request.tableName(table)).table());
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    private void expire(String table, String attribute) {
        TimeToLiveStatus status = client.describeTimeToLive(request -> request.tableName(table))
                .timeToLiveDescription()
                .timeToLiveStatus();
        if (status != TimeToLiveStatus.ENABLED) {
            client.updateTimeToLive(request -> request.tableName(table)
                    .timeToLiveSpecification(
                            specification -> specification.attributeName(attribute).enabled(true)));
        }
    }

    private static CreateTableRequest request(Table table) {
        List<AttributeDefinition> attributes = new ArrayList<>();
        for (Attribute attribute : table.attributes()) {
            attributes.add(AttributeDefinition.builder()
                    .attributeName(attribute.name())
                    .attributeType(attribute.type())
                    .build());
        }
        List<GlobalSecondaryIndex> indexes = new ArrayList<>();
        for (Index index : table.globalSecondaryIndexes()) {
            indexes.add(GlobalSecondaryIndex.builder()
                    .indexName(index.name())
                    .keySchema(elements(index.key()))
                    .projection(projection -> projection
                            .projectionType(index.projectionType())
                            .nonKeyAttributes(index.nonKeyAttributes().isEmpty() ? null : index.nonKeyAttributes()))
                    .build());
        }
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(table.name())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attributes)
                .keySchema(elements(table.key()));
        if (!indexes.isEmpty()) {
            request.globalSecondaryIndexes(indexes);
        }
        table.streamViewType()
                .ifPresent(view -> request.streamSpecification(
                        stream -> stream.streamEnabled(true).streamViewType(view)));
        return request.build();
    }

    private static List<KeySchemaElement> elements(Key key) {
        List<KeySchemaElement> elements = new ArrayList<>();
        elements.add(KeySchemaElement.builder()
                .attributeName(key.hash())
                .keyType(KeyType.HASH)
                .build());
        key.range()
                .ifPresent(range -> elements.add(KeySchemaElement.builder()
                        .attributeName(range)
                        .keyType(KeyType.RANGE)
                        .build()));
        return elements;
    }

    private static void requireSame(Table declared, TableDescription existing) {
        requireSame(declared, "the key", declared.key(), key(existing.keySchema()));
        requireSame(
                declared, "the key attributes", Set.copyOf(declared.attributes()), attributes(existing));
        requireSame(
                declared, "the indexes", Set.copyOf(declared.globalSecondaryIndexes()), indexes(existing));
        requireSame(
                declared,
                "the stream",
                declared.streamViewType(),
                Optional.ofNullable(existing.streamSpecification()).map(StreamSpecification::streamViewTypeAsString));
    }

    private static void requireSame(Table table, String what, Object declared, Object existing) {
        if (!declared.equals(existing)) {
            throw new StackException("The table " + table.name() + " of an earlier run has " + what + " " + existing
                    + ", but the template declares " + declared
                    + ". Delete the data directory to start anew, or declare the table as it was.");
        }
    }

    private static Key key(List<KeySchemaElement> elements) {
        String hash = "";
        Optional<String> range = Optional.empty();
        for (KeySchemaElement element : elements) {
            if (element.keyType() == KeyType.HASH) {
                hash = element.attributeName();
            } else {
                range = Optional.of(element.attributeName());
            }
        }
        return new Key(hash, range);
    }

    private static Set<Attribute> attributes(TableDescription table) {
        return Set.copyOf(table.attributeDefinitions().stream()
                .map(attribute -> new Attribute(attribute.attributeName(), attribute.attributeTypeAsString()))
                .toList());
    }

    private static Set<Index> indexes(TableDescription table) {
        return Set.copyOf(
                table.globalSecondaryIndexes().stream().map(TableProvisioning::index).toList());
    }

    private static Index index(GlobalSecondaryIndexDescription index) {
        return new Index(
                index.indexName(),
                key(index.keySchema()),
                index.projection().projectionTypeAsString(),
                List.copyOf(index.projection().nonKeyAttributes()));
    }
}
