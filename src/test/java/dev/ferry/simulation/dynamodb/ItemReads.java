package dev.ferry.simulation.dynamodb;

import dev.ferry.simulation.dynamodb.expression.Bindings;
import dev.ferry.simulation.dynamodb.expression.Expression;
import dev.ferry.simulation.dynamodb.expression.Projection;
import dev.ferry.simulation.dynamodb.value.NormalForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.util.DefaultSdkAutoConstructMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reads of items by their keys. */
final class ItemReads {
    private static final Set<String> OF_ONE =
            Set.of("TableName", "Key", "ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames");
    private static final Set<String> OF_KEYS =
            Set.of("Keys", "ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames");
    private static final Set<String> OF_A_BATCH = Set.of("RequestItems");
    private static final int MAX_BATCH = 100;

    private final TableNames tables;

    ItemReads(TableNames tables) {
        this.tables = tables;
    }

    GetItemResponse get(GetItemRequest request) {
        Members.requireOnly(request, OF_ONE);
        StoredTable table = tables.named(request.tableName());
        View view = View.of(request.projectionExpression(), request.expressionAttributeNames());
        GetItemResponse.Builder response = GetItemResponse.builder();
        table.find(table.schema().ofKey(NormalForm.of(request.key()))).map(view::of).ifPresent(response::item);
        return response.build();
    }

    /** Answers the whole batch, however large its items are: to leave keys unprocessed is the business of faults. */
    BatchGetItemResponse get(BatchGetItemRequest request) {
        Members.requireOnly(request, OF_A_BATCH);
        int keys = request.requestItems().values().stream().mapToInt(ofTable -> ofTable.keys().size()).sum();
        if (keys < 1 || keys > MAX_BATCH) {
            throw Refusals.invalid("Too many or no items requested for the BatchGetItem call: " + keys);
        }
        Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
        request.requestItems().forEach((name, wanted) -> found.put(name, get(tables.named(name), wanted)));
        return BatchGetItemResponse.builder()
                .responses(found)
                .unprocessedKeys(Map.of())
                .build();
    }

    private static List<Map<String, AttributeValue>> get(StoredTable table, KeysAndAttributes wanted) {
        Members.requireOnly(wanted, OF_KEYS);
        View view = View.of(wanted.projectionExpression(), wanted.expressionAttributeNames());
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        Set<PrimaryKey> keys = new HashSet<>();
        for (Map<String, AttributeValue> key : wanted.keys()) {
            PrimaryKey primaryKey = table.schema().ofKey(NormalForm.of(key));
            if (!keys.add(primaryKey)) {
                throw Refusals.invalid("Provided list of item keys contains duplicates");
            }
            table.find(primaryKey).map(view::of).ifPresent(found::add);
        }
        return found;
    }

    /** What of an item the caller wants to see. */
    private record View(Optional<Projection> projection, Bindings bindings) {
        static View of(String expression, Map<String, String> names) {
            Optional<Expression<Projection>> projection = Optional.ofNullable(expression).map(Expression::projection);
            Bindings bindings = Bindings.of(
                    names,
                    DefaultSdkAutoConstructMap.getInstance(),
                    projection.map(Expression::placeholders).orElse(Set.of()));
            projection.ifPresent(parsed -> parsed.syntax().requireDistinct(bindings));
            return new View(projection.map(Expression::syntax), bindings);
        }

        Map<String, AttributeValue> of(Map<String, AttributeValue> item) {
            return projection.map(names -> names.of(item, bindings)).orElse(item);
        }
    }
}
