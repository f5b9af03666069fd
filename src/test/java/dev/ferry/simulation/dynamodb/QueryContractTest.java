package dev.ferry.simulation.dynamodb;

import static dev.ferry.simulation.dynamodb.TestAttributes.attributes;
import static dev.ferry.simulation.dynamodb.TestAttributes.refusal;
import static dev.ferry.simulation.dynamodb.TestAttributes.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** What Ferry relies on in queries of tables and their indexes, of every DynamoDB there is here. */
abstract class QueryContractTest {
    private static final String IMAGES = "ferry-images";
    private static final String REPLICATIONS = "ferry-replications";
    private static final String INVALID = "ValidationException";

    private final String partition = "111122223333/" + UUID.randomUUID();

    abstract DynamoDbClient client();

    private void put(String item, Object... more) {
        client().putItem(put -> put.tableName(IMAGES)
                .item(with(attributes("repository", partition, "item", item), more)));
    }

    private QueryResponse query(String sort, Map<String, AttributeValue> values, Consumer<QueryRequest.Builder> more) {
        return client().query(query -> more.accept(query.tableName(IMAGES)
                .keyConditionExpression("repository = :repository" + sort)
                .expressionAttributeValues(with(values, ":repository", partition))
                .consistentRead(true)));
    }

    private static List<String> names(List<Map<String, AttributeValue>> items) {
        return items.stream().map(item -> item.get("item").s()).toList();
    }

    private List<String> names(String sort, Object... values) {
        return names(query(sort, attributes(values), query -> {
                    if (sort.contains("#")) {
                        query.expressionAttributeNames(Map.of("#item", "item"));
                    }
                }).items());
    }

    @Test
    void a_query_gives_one_partition_sorted_as_utf_8_is() {
        for (String item : List.of("b", "a", "a#", "\uFF5E", "\uD83D\uDE00", "B", "é")) {
            put(item);
        }

        assertThat(names("")).containsExactly("B", "a", "a#", "b", "é", "\uFF5E", "\uD83D\uDE00");
        assertThat(names(query("", Map.of(), query -> query.scanIndexForward(false)).items()))
                .containsExactly("\uD83D\uDE00", "\uFF5E", "é", "b", "a#", "a", "B");
    }

    @ParameterizedTest
    @CsvSource({
        "= :a, bb", "< :a, a b ba", "<= :a, a b ba bb", "> :a, bba c", ">= :a, bb bba c"
    })
    void a_query_gives_the_part_of_a_partition_that_compares_so(String comparison, String expected) {
        for (String item : List.of("a", "b", "ba", "bb", "bba", "c")) {
            put(item);
        }

        assertThat(names(" AND #item " + comparison, ":a", "bb")).containsExactly(expected.split(" "));
        assertThat(names(" AND (#item " + comparison + ")", ":a", "bb")).containsExactly(expected.split(" "));
    }

    @Test
    void a_query_gives_what_lies_between_and_what_begins_so_in_both_directions() {
        for (String item : List.of("image#a", "image#b", "image#", "images", "layer#a", "tag#", "tag#v1", "tag#~")) {
            put(item);
        }

        assertThat(names(" AND #item BETWEEN :a AND :b", ":a", "image#a", ":b", "layer#a"))
                .containsExactly("image#a", "image#b", "images", "layer#a");
        assertThat(names(" AND begins_with(#item, :a)", ":a", "image#")).containsExactly("image#", "image#a", "image#b");
        assertThat(names(" AND begins_with(#item, :a)", ":a", "u")).isEmpty();
        assertThat(names(query(" AND begins_with(#item, :a)", attributes(":a", "tag#"), query -> query
                                .scanIndexForward(false)
                                .limit(2)
                                .expressionAttributeNames(Map.of("#item", "item")))
                        .items()))
                .containsExactly("tag#~", "tag#v1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void pages_follow_each_other_and_the_last_full_one_has_a_key_too(int limit) {
        for (String item : List.of("a", "b", "c", "d", "e", "f")) {
            put(item);
        }
        for (boolean forward : List.of(true, false)) {
            List<String> read = new ArrayList<>();
            List<Integer> sizes = new ArrayList<>();
            QueryResponse page = query("", Map.of(), query -> query.limit(limit).scanIndexForward(forward));
            read.addAll(names(page.items()));
            sizes.add(page.count());
            while (page.hasLastEvaluatedKey()) {
                Map<String, AttributeValue> last = page.lastEvaluatedKey();
                assertThat(last).isEqualTo(attributes("repository", partition, "item", read.get(read.size() - 1)));
                page = query("", Map.of(),
                        query -> query.limit(limit).scanIndexForward(forward).exclusiveStartKey(last));
                read.addAll(names(page.items()));
                sizes.add(page.count());
            }

            assertThat(read).isEqualTo(forward ? List.of("a", "b", "c", "d", "e", "f") : List.of("f", "e", "d", "c", "b", "a"));
            assertThat(sizes).hasSize(6 / limit + 1).endsWith(6 % limit);
        }
    }

    @Test
    void a_page_may_start_behind_an_item_that_is_gone() {
        put("a");
        put("c");

        assertThat(names(query("", Map.of(), query -> query.exclusiveStartKey(
                                attributes("repository", partition, "item", "b")))
                        .items()))
                .containsExactly("c");
    }

    @Test
    void a_page_ends_with_the_item_that_makes_it_a_megabyte() {
        for (int item = 0; item < 6; item++) {
            put("item-" + item, "manifest", new byte[300 * 1024]);
        }

        QueryResponse page = query("", Map.of(), query -> {});

        assertThat(names(page.items())).containsExactly("item-0", "item-1", "item-2", "item-3");
        assertThat(page.lastEvaluatedKey().get("item").s()).isEqualTo("item-3");
        assertThat(client().queryPaginator(query -> query.tableName(IMAGES)
                                .keyConditionExpression("repository = :repository")
                                .projectionExpression("repository")
                                .expressionAttributeValues(attributes(":repository", partition)))
                        .items())
                .hasSize(6)
                .allMatch(item -> item.equals(attributes("repository", partition)));
    }

    @Test
    void a_limit_counts_what_is_filtered_out() {
        put("a", "n", 1);
        put("b", "n", 2);
        put("c", "n", 1);

        QueryResponse page = query("", attributes(":n", 1), query -> query.limit(2).filterExpression("n = :n"));

        assertThat(names(page.items())).containsExactly("a");
        assertThat(page.count()).isEqualTo(1);
        assertThat(page.scannedCount()).isEqualTo(2);
        assertThat(page.lastEvaluatedKey()).isEqualTo(attributes("repository", partition, "item", "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "item = :a", "repository > :a", "repository = :a OR repository = :a", "repository = :a AND digest = :a",
        "repository = :a AND item <> :a", "NOT repository = :a", "repository = :a AND contains(item, :a)", "repository",
        "repository = :a AND repository = :a", "repository = :a AND item = item", "repository = :a AND item IN (:a)"
    })
    void a_query_refuses_other_key_conditions(String condition) {
        String named = condition.replace("item", "#item");
        assertThat(refusal(() -> client().query(query -> {
                    query.tableName(IMAGES)
                            .keyConditionExpression(named)
                            .expressionAttributeValues(attributes(":a", "a"));
                    if (named.contains("#")) {
                        query.expressionAttributeNames(Map.of("#item", "item"));
                    }
                })))
                .isEqualTo(INVALID);
    }

    @Test
    void a_query_refuses_values_limits_and_start_keys_that_are_wrong() {
        assertThat(refusal(() -> query("", Map.of(), query -> query.limit(0)))).isEqualTo(INVALID);
        assertThat(refusal(() -> names(" AND #item = :a", ":a", 1))).isEqualTo(INVALID);
        assertThat(refusal(() -> names(" AND #item BETWEEN :a AND :b", ":a", "b", ":b", "a"))).isEqualTo(INVALID);
        assertThat(refusal(() -> names("", ":unused", "b"))).isEqualTo(INVALID);
        for (Map<String, AttributeValue> start : List.of(
                attributes("repository", partition),
                attributes("repository", "another", "item", "a"),
                attributes("repository", partition, "item", "a", "more", "m"))) {
            assertThat(refusal(() -> query("", Map.of(), query -> query.exclusiveStartKey(start)))).isEqualTo(INVALID);
        }
        assertThat(refusal(() -> query(" AND #item < :a", attributes(":a", "b"), query -> query
                        .expressionAttributeNames(Map.of("#item", "item"))
                        .exclusiveStartKey(attributes("repository", partition, "item", "c")))))
                .isEqualTo(INVALID);
        assertThat(refusal(() -> client().query(query -> query.tableName(IMAGES)))).isEqualTo(INVALID);
        assertThat(refusal(() -> query("", attributes(":a", "a"), query ->
                        query.filterExpression("#item = :a").expressionAttributeNames(Map.of("#item", "item")))))
                .isEqualTo(INVALID);
    }

    // ---------------------------------------------------------------------------------------------- the index

    private void replication(String push, Object... more) {
        client().putItem(put -> put.tableName(REPLICATIONS)
                .item(with(attributes("image", partition, "push", push), more)));
    }

    private QueryResponse open(Consumer<QueryRequest.Builder> more) {
        return client().query(query -> more.accept(query.tableName(REPLICATIONS)
                .indexName("open")
                .keyConditionExpression("#open = :shard AND since < :moment")
                .expressionAttributeNames(Map.of("#open", "open"))
                .expressionAttributeValues(attributes(":shard", partition, ":moment", "2026-02"))));
    }

    private static List<String> pushes(QueryResponse page) {
        return page.items().stream().map(item -> item.get("push").s()).toList();
    }

    @Test
    void an_index_holds_the_items_that_have_both_its_attributes() {
        replication("1", "open", partition, "since", "2026-01-02", "more", 1);
        replication("2", "open", partition, "since", "2026-01-01");
        replication("3", "open", partition);
        replication("4", "since", "2026-01-01");
        replication("5", "open", partition, "since", "2026-02");

        assertThat(pushes(open(query -> {}))).containsExactly("2", "1");
        assertThat(open(query -> {}).items().get(1)).containsKey("more");

        client().updateItem(update -> update.tableName(REPLICATIONS)
                .key(attributes("image", partition, "push", "2"))
                .updateExpression("REMOVE #open, since")
                .expressionAttributeNames(Map.of("#open", "open")));
        client().updateItem(update -> update.tableName(REPLICATIONS)
                .key(attributes("image", partition, "push", "5"))
                .updateExpression("SET since = :now")
                .expressionAttributeValues(attributes(":now", "2026-01-01")));
        assertThat(pushes(open(query -> {}))).containsExactly("5", "1");

        client().deleteItem(delete ->
                delete.tableName(REPLICATIONS).key(attributes("image", partition, "push", "1")));
        assertThat(pushes(open(query -> {}))).containsExactly("5");
    }

    @Test
    void an_index_has_many_items_of_one_key_and_pages_through_them() {
        for (int push = 1; push <= 5; push++) {
            replication(Integer.toString(push), "open", partition, "since", "2026-01");
        }

        List<String> read = new ArrayList<>();
        QueryResponse page = open(query -> query.limit(2));
        read.addAll(pushes(page));
        while (page.hasLastEvaluatedKey()) {
            Map<String, AttributeValue> last = page.lastEvaluatedKey();
            assertThat(last).containsOnlyKeys("open", "since", "image", "push");
            page = open(query -> query.limit(2).exclusiveStartKey(last));
            read.addAll(pushes(page));
        }

        assertThat(read).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
    }

    @Test
    void an_index_refuses_consistent_reads_and_keys_that_it_cannot_hold() {
        assertThat(refusal(() -> open(query -> query.consistentRead(true)))).isEqualTo(INVALID);
        assertThat(refusal(() -> open(query -> query.indexName("absent")))).isEqualTo(INVALID);
        for (Object wrong : List.of(1, "")) {
            assertThat(refusal(() -> client().putItem(put -> put.tableName(REPLICATIONS)
                            .item(attributes("image", partition, "push", "1", "open", wrong)))))
                    .isEqualTo(INVALID);
        }
    }
}
