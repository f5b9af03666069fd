package dev.ferry.simulation.dynamodb;

import dev.ferry.simulation.dynamodb.expression.Bindings;
import dev.ferry.simulation.dynamodb.expression.Condition;
import dev.ferry.simulation.dynamodb.expression.Expression;
import dev.ferry.simulation.dynamodb.expression.KeyCondition;
import dev.ferry.simulation.dynamodb.expression.Projection;
import dev.ferry.simulation.dynamodb.value.ItemSize;
import dev.ferry.simulation.dynamodb.value.NormalForm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Answers one Query: as many items as it asks for, of a megabyte at most. */
final class QueryPage {
    private static final Set<String> UNDERSTOOD = Set.of(
            "TableName",
            "IndexName",
            "KeyConditionExpression",
            "FilterExpression",
            "ProjectionExpression",
            "ExpressionAttributeNames",
            "ExpressionAttributeValues",
            "ConsistentRead",
            "Limit",
            "ExclusiveStartKey",
            "ScanIndexForward");
    private static final long MAX_BYTES = 1024 * 1024;

    private final StoredTable table;
    private final KeyIndex index;
    private final QueryRequest request;
    private final Optional<Condition> filter;
    private final Optional<Projection> projection;
    private final Bindings bindings;
    private final KeyRange range;

    private QueryPage(StoredTable table, QueryRequest request) {
        this.table = table;
        this.request = request;
        this.index = index(table, request);
        if (request.keyConditionExpression() == null) {
            throw Refusals.invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
                    + "request.");
        }
        if (request.limit() != null && request.limit() < 1) {
            throw Refusals.invalid("Limit must be greater than or equal to 1");
        }
        Expression<KeyCondition> keyCondition = Expression.keyCondition(request.keyConditionExpression());
        Optional<Expression<Condition>> filtering =
                Optional.ofNullable(request.filterExpression()).map(Expression::condition);
        Optional<Expression<Projection>> projecting =
                Optional.ofNullable(request.projectionExpression()).map(Expression::projection);
        Set<String> placeholders = new HashSet<>(keyCondition.placeholders());
        filtering.ifPresent(expression -> placeholders.addAll(expression.placeholders()));
        projecting.ifPresent(expression -> placeholders.addAll(expression.placeholders()));
        this.bindings = Bindings.of(request.expressionAttributeNames(), request.expressionAttributeValues(), placeholders);
        this.filter = filtering.map(Expression::syntax);
        this.projection = projecting.map(Expression::syntax);
        projection.ifPresent(names -> names.requireDistinct(bindings));
        filtering.ifPresent(expression -> expression.names().forEach(this::requireNoKey));
        this.range = KeyRange.of(keyCondition.syntax(), index.schema(), bindings);
    }

    static QueryResponse of(TableNames tables, QueryRequest request) {
        Members.requireOnly(request, UNDERSTOOD);
        return new QueryPage(tables.named(request.tableName()), request).answer();
    }

    private static KeyIndex index(StoredTable table, QueryRequest request) {
        if (request.indexName() == null) {
            return table.byKey();
        }
        KeyIndex index = table.index(request.indexName())
                .orElseThrow(() -> Refusals.invalid("The table does not have the specified index: " + request.indexName()));
        if (Boolean.TRUE.equals(request.consistentRead())) {
            throw Refusals.invalid("Consistent reads are not supported on global secondary indexes");
        }
        return index;
    }

    private void requireNoKey(String name) {
        if (index.schema().has(bindings.name(name))) {
            throw Refusals.invalid("Filter Expression can only contain non-primary key attributes: " + name);
        }
    }

    private QueryResponse answer() {
        int limit = request.limit() == null ? Integer.MAX_VALUE : request.limit();
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        Optional<Map<String, AttributeValue>> last = Optional.empty();
        int scanned = 0;
        long bytes = 0;
        for (Map<String, AttributeValue> item : rest().values()) {
            scanned++;
            bytes += ItemSize.of(item);
            if (filter.isEmpty() || filter.get().holds(item, bindings)) {
                items.add(projection.map(names -> names.of(item, bindings)).orElse(item));
            }
            if (scanned == limit || bytes > MAX_BYTES) {
                last = Optional.of(key(item));
                break;
            }
        }
        QueryResponse.Builder response =
                QueryResponse.builder().items(items).count(items.size()).scannedCount(scanned);
        last.ifPresent(response::lastEvaluatedKey);
        return response.build();
    }

    /** What the range holds behind the start key, in the order that is asked for. */
    private NavigableMap<Place, Map<String, AttributeValue>> rest() {
        boolean forward = !Boolean.FALSE.equals(request.scanIndexForward());
        NavigableMap<Place, Map<String, AttributeValue>> all = range.in(index);
        NavigableMap<Place, Map<String, AttributeValue>> sorted = forward ? all : all.descendingMap();
        return Members.isGiven(request.exclusiveStartKey()) ? sorted.tailMap(start(), false) : sorted;
    }

    private Place start() {
        Map<String, AttributeValue> given = NormalForm.of(request.exclusiveStartKey());
        Optional<PrimaryKey> key = index.schema().ofIndexed(given);
        Map<String, AttributeValue> ofTable = new TreeMap<>(given);
        ofTable.keySet().removeIf(name -> !table.schema().has(name));
        boolean isOnlyKeys = given.keySet().stream().allMatch(name -> table.schema().has(name) || index.schema().has(name));
        if (key.isEmpty() || !isOnlyKeys || !key.get().hash().equals(range.hash())) {
            throw Refusals.invalid("The provided starting key is invalid");
        }
        Place place = Place.of(key.get().range(), table.schema().ofKey(ofTable));
        if (!range.holds(place)) {
            throw Refusals.invalid("The provided starting key is outside query boundaries based on provided conditions");
        }
        return place;
    }

    private Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> key = table.schema().attributes(table.schema().ofItem(item));
        key.putAll(index.schema().attributes(index.schema().ofItem(item)));
        return key;
    }
}
