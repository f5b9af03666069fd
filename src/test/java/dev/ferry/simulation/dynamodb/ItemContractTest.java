package dev.ferry.simulation.dynamodb;

import static dev.ferry.simulation.dynamodb.TestAttributes.attributes;
import static dev.ferry.simulation.dynamodb.TestAttributes.number;
import static dev.ferry.simulation.dynamodb.TestAttributes.refusal;
import static dev.ferry.simulation.dynamodb.TestAttributes.sorted;
import static dev.ferry.simulation.dynamodb.TestAttributes.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** What Ferry relies on in reads and writes of items as a whole, of every DynamoDB there is here. */
abstract class ItemContractTest {
    static final String IMAGES = "ferry-images";
    static final String INVALID = "ValidationException";
    static final String FAILED = "ConditionalCheckFailedException";

    final String repository = "111122223333/" + UUID.randomUUID();
    abstract DynamoDbClient client();

    Map<String, AttributeValue> key(String item) {
        return attributes("repository", repository, "item", item);
    }

    void put(Map<String, AttributeValue> item) {
        client().putItem(put -> put.tableName(IMAGES).item(item));
    }

    void put(String item, Object... namesAndValues) {
        put(with(key(item), namesAndValues));
    }

    Map<String, AttributeValue> get(String item) {
        return sorted(client().getItem(get -> get.tableName(IMAGES).key(key(item)).consistentRead(true))
                .item());
    }

    String update(String item, String update, Object... values) {
        return refusal(() -> client().updateItem(request -> {
            request.tableName(IMAGES).key(key(item)).updateExpression(update);
            if (update.contains("#item")) {
                request.expressionAttributeNames(Map.of("#item", "item"));
            }
            if (values.length > 0) {
                request.expressionAttributeValues(attributes(values));
            }
        }));
    }

    // ------------------------------------------------------------------------------------------- getting, putting

    @Test
    void get_gives_every_type_of_value_back() {
        Map<String, AttributeValue> item = with(key("all"), "s", "", "n", -12, "b", new byte[] {0, -1}, "bool", false,
                "ss", Set.of("b", "a"), "l", List.of("x", 1, true), "m", AttributeValue.fromM(attributes("in", 1)),
                "nul", AttributeValue.fromNul(true));

        put(item);

        assertThat(get("all")).isEqualTo(item);
    }

    @Test
    void get_gives_nothing_where_nothing_is() {
        var answer = client().getItem(get -> get.tableName(IMAGES).key(key("absent")));

        assertThat(answer.hasItem()).isFalse();
        assertThat(answer.item()).isEmpty();
    }

    @Test
    void get_gives_the_attributes_that_are_asked_for() {
        put("item-1", "size", 1, "digest", "d");

        assertThat(client().getItem(get -> get.tableName(IMAGES)
                                .key(key("item-1"))
                                .projectionExpression("#size, absent")
                                .expressionAttributeNames(Map.of("#size", "size")))
                        .item())
                .isEqualTo(attributes("size", 1));
    }

    @Test
    void put_replaces_the_whole_item_and_gives_the_old_one_if_asked() {
        put("item-1", "before", 1);

        var first = client().putItem(put -> put.tableName(IMAGES)
                .item(with(key("item-1"), "after", 2))
                .returnValues(ReturnValue.ALL_OLD));
        var fresh = client().putItem(put ->
                put.tableName(IMAGES).item(key("item-2")).returnValues(ReturnValue.ALL_OLD));

        assertThat(first.attributes()).isEqualTo(with(key("item-1"), "before", 1));
        assertThat(fresh.hasAttributes()).isFalse();
        assertThat(get("item-1")).isEqualTo(with(key("item-1"), "after", 2));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1", "007, 7", "-0, 0", "1E3, 1000", "1.50E-3, 0.0015", "+5, 5",
        "12345678901234567890123456789012345678, 12345678901234567890123456789012345678", "-1.20, -1.2"
    })
    void numbers_come_back_in_one_form(String written, String read) {
        put("number", "n", number(written));

        assertThat(client().getItem(get -> get.tableName(IMAGES).key(key("number"))).item().get("n").n()).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "one", "1e126", "1e-131", "123456789012345678901234567890123456789", "NaN"})
    void put_refuses_what_is_no_number(String written) {
        assertThat(refusal(() -> client().putItem(put ->
                        put.tableName(IMAGES).item(with(key("number"), "n", number(written))))))
                .isEqualTo(INVALID);
    }

    @Test
    void put_refuses_sets_that_are_empty_or_have_a_member_twice() {
        for (AttributeValue set : List.of(
                AttributeValue.fromSs(List.of()),
                AttributeValue.fromSs(List.of("a", "a")),
                AttributeValue.fromNs(List.of("1", "1.0")))) {
            assertThat(refusal(() -> client().putItem(put -> put.tableName(IMAGES).item(with(key("set"), "set", set)))))
                    .isEqualTo(INVALID);
        }
    }

    @Test
    void a_key_must_be_whole_of_the_right_type_not_empty_and_not_too_long() {
        for (Map<String, AttributeValue> wrong : List.of(
                attributes("repository", repository),
                attributes("repository", repository, "item", 1),
                attributes("repository", repository, "item", ""),
                attributes("repository", "", "item", "i"),
                attributes("repository", repository, "item", "i".repeat(1025)),
                attributes("repository", "r".repeat(2049), "item", "i"))) {
            assertThat(refusal(() -> client().putItem(put -> put.tableName(IMAGES).item(wrong)))).isEqualTo(INVALID);
            assertThat(refusal(() -> client().getItem(get -> get.tableName(IMAGES).key(wrong)))).isEqualTo(INVALID);
            assertThat(refusal(() -> client().deleteItem(delete -> delete.tableName(IMAGES).key(wrong))))
                    .isEqualTo(INVALID);
            assertThat(refusal(() -> client().updateItem(update -> update.tableName(IMAGES).key(wrong))))
                    .isEqualTo(INVALID);
        }
        assertThat(refusal(() -> client().getItem(get -> get.tableName(IMAGES).key(with(key("i"), "more", "m")))))
                .isEqualTo(INVALID);
    }

    @Test
    void a_table_that_is_not_there_is_named_as_the_reason() {
        assertThat(refusal(() -> client().getItem(get -> get.tableName("ferry-absent").key(key("i")))))
                .isEqualTo("ResourceNotFoundException");
        assertThat(refusal(() -> client().putItem(put -> put.tableName("ferry-absent").item(key("i")))))
                .isEqualTo("ResourceNotFoundException");
    }

    @Test
    void an_item_has_400_kilobytes_with_its_names() {
        int rest = 400 * 1024 - "repository".length() - repository.length() - "item".length() - "large".length()
                - "b".length();

        put("large", "b", new byte[rest]);
        assertThat(refusal(() -> client().putItem(put ->
                        put.tableName(IMAGES).item(with(key("large"), "b", new byte[rest + 1])))))
                .isEqualTo(INVALID);
        assertThat(update("large", "SET a = :a", ":a", "a")).isEqualTo(INVALID);
        assertThat(get("large").get("b").b().asByteArray()).hasSize(rest);
    }

    // -------------------------------------------------------------------------------------------------- batches

    @Test
    void a_batch_gives_what_is_there_of_several_tables() {
        put("item-1", "n", 1);
        put("item-2", "n", 2);

        var answer = client().batchGetItem(batch -> batch.requestItems(Map.of(
                IMAGES, keys(List.of(key("item-1"), key("absent"), key("item-2"))),
                "ferry-uploads", keys(List.of(attributes("upload", "absent-" + repository))))));

        assertThat(answer.responses().get(IMAGES))
                .containsExactlyInAnyOrder(with(key("item-1"), "n", 1), with(key("item-2"), "n", 2));
        assertThat(answer.responses().get("ferry-uploads")).isEmpty();
        assertThat(answer.unprocessedKeys()).isEmpty();
    }

    @Test
    void a_batch_refuses_a_key_twice_and_more_than_a_hundred() {
        assertThat(refusal(() -> client().batchGetItem(batch ->
                        batch.requestItems(Map.of(IMAGES, keys(List.of(key("same"), key("same"))))))))
                .isEqualTo(INVALID);
        List<Map<String, AttributeValue>> many =
                IntStream.rangeClosed(0, 100).mapToObj(number -> key("item-" + number)).toList();
        assertThat(refusal(() -> client().batchGetItem(batch -> batch.requestItems(Map.of(IMAGES, keys(many))))))
                .isEqualTo(INVALID);
    }

    private static KeysAndAttributes keys(List<Map<String, AttributeValue>> keys) {
        return KeysAndAttributes.builder().keys(keys).consistentRead(true).build();
    }
}
