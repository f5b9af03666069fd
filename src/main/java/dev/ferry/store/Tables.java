package dev.ferry.store;

import dev.ferry.clients.AwsClients;
import dev.ferry.clients.StackSettings;
import dev.ferry.registry.RegionName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** The stack's DynamoDB tables, Region by Region: strongly consistent reads, and transactions that say why they failed. */
@ApplicationScoped
public class Tables {
    /** DynamoDB's bounds for one call. */
    private static final int MAX_BATCH_GET = 100;
    public static final int MAX_TRANSACTION = 100;

    private final AwsClients clients;
    private final StackSettings stack;

    public Tables(AwsClients clients, StackSettings stack) {
        this.clients = clients;
        this.stack = stack;
    }

    public DynamoDbClient in(RegionName region) {
        return clients.dynamoDb(region);
    }

    public String name(String table) {
        return stack.tablePrefix() + "-" + table;
    }

    public Optional<Map<String, AttributeValue>> get(RegionName region, ItemKey key) {
        Map<String, AttributeValue> item = in(region).getItem(GetItemRequest.builder()
                        .tableName(name(key.table()))
                        .key(key.key())
                        .consistentRead(true)
                        .build())
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(item);
    }

    /** Reads items of any tables of one Region; a call for every hundred of them. */
    public ReadSnapshot get(RegionName region, List<ItemKey> keys) {
        Map<ItemKey, Map<String, AttributeValue>> found = new HashMap<>();
        Set<ItemKey> asked = new LinkedHashSet<>(keys);
        List<ItemKey> wanted = List.copyOf(asked);
        for (int from = 0; from < wanted.size(); from += MAX_BATCH_GET) {
            collect(region, wanted.subList(from, Math.min(from + MAX_BATCH_GET, wanted.size())), found);
        }
        return new ReadSnapshot(asked, found);
    }

    private void collect(RegionName region, List<ItemKey> keys, Map<ItemKey, Map<String, AttributeValue>> found) {
        Map<String, KeysAndAttributes> request = new HashMap<>();
        keys.stream().collect(Collectors.groupingBy(ItemKey::table)).forEach((table, ofTable) -> request.put(
                name(table),
                KeysAndAttributes.builder()
                        .keys(ofTable.stream().map(ItemKey::key).toList())
                        .consistentRead(true)
                        .build()));
        Map<String, ItemKey> anyKeyOf = keys.stream()
                .collect(Collectors.toMap(key -> name(key.table()), key -> key, (first, second) -> first));
        // DynamoDB answers at most 16 MB at a time and names what it left out.
        while (!request.isEmpty()) {
            var answer = in(region).batchGetItem(
                    BatchGetItemRequest.builder().requestItems(request).build());
            answer.responses().forEach((table, items) ->
                    items.forEach(item -> found.put(anyKeyOf.get(table).sameTable(item), item)));
            request.clear();
            request.putAll(answer.unprocessedKeys());
        }
    }

    /**
     * Writes all or nothing.
     *
     * @throws ContentionException when another writer was in the way; nothing was written
     * @throws RuntimeException    what the first write with a broken condition says of it; nothing was written
     */
    public void commit(RegionName region, List<Write> writes) {
        try {
            in(region).transactWriteItems(TransactWriteItemsRequest.builder()
                    .transactItems(writes.stream().map(Write::item).toList())
                    .build());
        } catch (TransactionCanceledException cancelled) {
            throw reason(cancelled, writes);
        }
    }

    private static RuntimeException reason(TransactionCanceledException cancelled, List<Write> writes) {
        List<CancellationReason> reasons = cancelled.cancellationReasons();
        for (int index = 0; index < reasons.size(); index++) {
            if ("ConditionalCheckFailed".equals(reasons.get(index).code())) {
                RuntimeException refused = writes.get(index).refused();
                refused.addSuppressed(cancelled);
                return refused;
            }
        }
        boolean conflict = reasons.stream().anyMatch(reason -> "TransactionConflict".equals(reason.code()));
        return conflict ? new ContentionException("another transaction was under way", cancelled) : cancelled;
    }
}
