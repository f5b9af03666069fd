package dev.ferry.simulation.dynamodb;

import static dev.ferry.simulation.dynamodb.TestAttributes.attributes;
import static dev.ferry.simulation.dynamodb.TestAttributes.refusal;
import static dev.ferry.simulation.dynamodb.TestAttributes.sorted;
import static dev.ferry.simulation.dynamodb.TestAttributes.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** What Ferry relies on in the stream of its replications, of every DynamoDB there is here. */
abstract class StreamContractTest {
    static final String REPLICATIONS = "ferry-replications";

    private final String image = "111122223333/" + UUID.randomUUID();

    abstract DynamoDbClient client();

    /** All records of the stream of the replications so far. */
    abstract List<Record> records();

    private Map<String, AttributeValue> key(String push) {
        return attributes("image", image, "push", push);
    }

    private void put(String push, Object... more) {
        client().putItem(put -> put.tableName(REPLICATIONS).item(with(key(push), more)));
    }

    private void add(String push, int number) {
        client().updateItem(update -> update.tableName(REPLICATIONS)
                .key(key(push))
                .updateExpression("ADD n :n")
                .expressionAttributeValues(attributes(":n", number)));
    }

    private List<Record> ofThisTest() {
        return records().stream()
                .filter(change -> change.dynamodb().keys().get("image").s().equals(image))
                .toList();
    }

    @Test
    void every_change_is_on_the_stream_with_both_images() {
        put("1", "n", 1, "tags", Set.of("b", "a"));
        add("1", 1);
        client().deleteItem(delete -> delete.tableName(REPLICATIONS).key(key("1")));
        add("1", 7);

        List<Record> records = ofThisTest();
        Map<String, AttributeValue> first = with(key("1"), "n", 1, "tags", Set.of("a", "b"));
        Map<String, AttributeValue> second = with(first, "n", 2);
        assertThat(records)
                .extracting(Record::eventName)
                .containsExactly(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE, OperationType.INSERT);
        assertThat(records).allMatch(change -> change.dynamodb().keys().equals(key("1")));
        assertThat(records)
                .extracting(change -> sorted(change.dynamodb().oldImage()))
                .containsExactly(Map.of(), first, second, Map.of());
        assertThat(records)
                .extracting(change -> sorted(change.dynamodb().newImage()))
                .containsExactly(first, second, Map.of(), with(key("1"), "n", 7));
        assertThat(records.get(0).dynamodb().hasOldImage()).isFalse();
        assertThat(records.get(2).dynamodb().hasNewImage()).isFalse();
    }

    @Test
    void records_have_ids_of_their_own_and_numbers_that_grow() {
        put("1", "n", 1);
        put("1", "n", 2);
        put("2", "n", 1);

        List<Record> records = ofThisTest();
        assertThat(records).extracting(Record::eventID).doesNotHaveDuplicates().hasSize(3);
        assertThat(records)
                .extracting(change -> new BigInteger(change.dynamodb().sequenceNumber()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(records).allSatisfy(change -> {
            assertThat(change.eventVersion()).isEqualTo("1.1");
            assertThat(change.eventSource()).isEqualTo("aws:dynamodb");
            assertThat(change.dynamodb().approximateCreationDateTime()).isNotNull();
            assertThat(change.dynamodb().streamViewTypeAsString()).isEqualTo("NEW_AND_OLD_IMAGES");
            assertThat(change.dynamodb().sizeBytes()).isPositive();
        });
    }

    @Test
    void what_changes_nothing_is_not_on_the_stream() {
        put("1", "n", 1, "tags", AttributeValue.fromSs(List.of("a", "b")));
        put("1", "n", TestAttributes.number("1.0"), "tags", AttributeValue.fromSs(List.of("b", "a")));
        add("1", 0);
        client().deleteItem(delete -> delete.tableName(REPLICATIONS).key(key("2")));
        assertThat(refusal(() -> client().deleteItem(delete ->
                        delete.tableName(REPLICATIONS).key(key("1")).conditionExpression("attribute_exists(absent)"))))
                .isEqualTo("ConditionalCheckFailedException");

        assertThat(ofThisTest()).hasSize(1);
    }

    @Test
    void a_transaction_is_on_the_stream_if_it_was_done() {
        for (String condition : List.of("attribute_exists(n)", "attribute_not_exists(n)")) {
            List<TransactWriteItem> writes = List.of(
                    write(put -> put.item(key("1"))), write(put -> put.item(key("2")).conditionExpression(condition)));
            refusal(() -> client().transactWriteItems(transaction -> transaction.transactItems(writes)));
        }

        assertThat(ofThisTest())
                .extracting(change -> change.dynamodb().newImage())
                .containsExactlyInAnyOrder(key("1"), key("2"));
    }

    private static TransactWriteItem write(Consumer<Put.Builder> how) {
        return TransactWriteItem.builder()
                .put(put -> how.accept(put.tableName(REPLICATIONS)))
                .build();
    }
}
