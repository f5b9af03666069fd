package dev.ferry.simulation.history;

import dev.ferry.local.template.Table;
import dev.ferry.registry.RegionName;
import dev.ferry.simulation.Stores;
import dev.ferry.simulation.World;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The tables' keys as {@code template.yaml} has them, and which items a request is about. */
public final class TableKeys {
    private static final String PREFIX = Stores.STACK.tablePrefix() + "-";
    private static final Map<String, Table.Key> KEYS = Stores.template(World.HOME).tables().stream()
            .collect(Collectors.toMap(table -> table.name().substring(PREFIX.length()), Table::key));

    private TableKeys() {}

    public static Map<String, AttributeValue> key(ItemName item) {
        Table.Key key = KEYS.get(item.table());
        AttributeValue partition = AttributeValue.fromS(item.partition());
        return key.range()
                .map(range -> Map.of(key.hash(), partition, range, AttributeValue.fromS(item.sort())))
                .orElseGet(() -> Map.of(key.hash(), partition));
    }

    /** The items that the request writes; none of one that only reads. */
    public static List<ItemName> written(RegionName region, SdkRequest request) {
        if (request instanceof TransactWriteItemsRequest transaction) {
            return transaction.transactItems().stream().flatMap(part -> written(region, part)).toList();
        }
        if (request instanceof PutItemRequest put) {
            return List.of(name(region, put.tableName(), put.item()));
        }
        if (request instanceof UpdateItemRequest update) {
            return List.of(name(region, update.tableName(), update.key()));
        }
        if (request instanceof DeleteItemRequest delete) {
            return List.of(name(region, delete.tableName(), delete.key()));
        }
        return List.of();
    }

    /** The items that the request asks for by their keys. */
    public static List<ItemName> read(RegionName region, SdkRequest request) {
        if (request instanceof GetItemRequest get) {
            return List.of(name(region, get.tableName(), get.key()));
        }
        if (request instanceof BatchGetItemRequest batch) {
            return new TreeMap<>(batch.requestItems()).entrySet().stream()
                    .flatMap(table -> table.getValue().keys().stream().map(key -> name(region, table.getKey(), key)))
                    .toList();
        }
        return List.of();
    }

    private static Stream<ItemName> written(RegionName region, TransactWriteItem part) {
        if (part.put() != null) {
            return Stream.of(name(region, part.put().tableName(), part.put().item()));
        }
        if (part.update() != null) {
            return Stream.of(name(region, part.update().tableName(), part.update().key()));
        }
        if (part.delete() != null) {
            return Stream.of(name(region, part.delete().tableName(), part.delete().key()));
        }
        return Stream.empty();
    }

    /** @param attributes among which the key is */
    private static ItemName name(RegionName region, String tableName, Map<String, AttributeValue> attributes) {
        String table = tableName.substring(PREFIX.length());
        Table.Key key = KEYS.get(table);
        return new ItemName(region, table, attributes.get(key.hash()).s(),
                key.range().map(range -> attributes.get(range).s()).orElse(""));
    }
}
