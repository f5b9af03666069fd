package dev.ferry.simulation.dynamodb;

import static dev.ferry.simulation.dynamodb.TestAttributes.attributes;
import static dev.ferry.simulation.dynamodb.TestAttributes.number;
import static dev.ferry.simulation.dynamodb.TestAttributes.refusal;
import static dev.ferry.simulation.dynamodb.TestAttributes.sorted;
import static dev.ferry.simulation.dynamodb.TestAttributes.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
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
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** What Ferry relies on in reads and writes of single items, of every DynamoDB there is here. */
abstract class DynamoDbContractTest {
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

    private String putIf(String condition, Object... values) {
        return refusal(() -> client().putItem(put -> {
            put.tableName(IMAGES).item(with(key("conditional"), "written", true)).conditionExpression(condition);
            if (values.length > 0) {
                put.expressionAttributeValues(attributes(values));
            }
        }));
    }

    private String update(String item, String update, Object... values) {
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

    // ----------------------------------------------------------------------------------------------- conditions

    @Test
    void a_condition_that_holds_lets_the_write_through() {
        put("conditional", "version", 1, "status", "open", "tags", Set.of("b", "a"), "sources",
                AttributeValue.fromM(attributes("x", 1)), "list", List.of("a"));

        for (String condition : List.of(
                "attribute_exists(version)",
                "attribute_not_exists(absent)",
                "version = :one",
                "version = :one AND attribute_not_exists(absent)",
                "attribute_not_exists(version) OR (version = :one AND attribute_exists(tags))",
                "NOT version <> :one and version <= :one",
                "version BETWEEN :one AND :one",
                "version IN (:one, :one)",
                "absent <> :one",
                "version >= :one AND NOT version > :one AND NOT version < :one")) {
            put("conditional", "version", 1, "tags", Set.of("b", "a"));
            Object[] values = condition.contains(":one") ? new Object[] {":one", number("1.0")} : new Object[0];
            assertThat(putIf(condition, values)).as(condition).isEqualTo("none");
        }
    }

    @Test
    void a_condition_that_does_not_hold_keeps_the_item_as_it_is() {
        put("conditional", "version", 1, "label", "1");
        Map<String, AttributeValue> before = get("conditional");

        for (String condition : List.of(
                "attribute_exists(absent)",
                "attribute_not_exists(version)",
                "version <> :one",
                "label = :one",
                "absent = :one",
                "label > :one",
                "absent < :one",
                "attribute_exists(absent) AND version = :one",
                "attribute_not_exists(version) OR version > :one")) {
            Object[] values = condition.contains(":one") ? new Object[] {":one", 1} : new Object[0];
            assertThat(putIf(condition, values)).as(condition).isEqualTo(FAILED);
        }
        assertThat(get("conditional")).isEqualTo(before);
    }

    @Test
    void sets_and_maps_are_equal_whatever_their_order_and_the_form_of_their_numbers() {
        put("conditional", "tags", AttributeValue.fromSs(List.of("b", "a")),
                "sources", AttributeValue.fromM(attributes("x", 10, "y", 2)));

        assertThat(putIf("tags = :tags AND sources = :sources",
                        ":tags", AttributeValue.fromSs(List.of("a", "b")),
                        ":sources", AttributeValue.fromM(attributes("y", number("2.0"), "x", number("1E1")))))
                .isEqualTo("none");
    }

    @Test
    void functions_look_into_strings_sets_and_lists() {
        for (String condition : List.of(
                "begins_with(digest, :start)", "contains(digest, :start)", "contains(tags, :start)",
                "contains(things, :start)", "NOT contains(absent, :start)", "NOT begins_with(version, :start)")) {
            put("conditional", "digest", "sha256:a", "tags", Set.of("sha256", "b"), "things", List.of("sha256"),
                    "version", 1);
            assertThat(putIf(condition, ":start", "sha256")).as(condition).isEqualTo("none");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "version", "version = ", "= :one", "version == :one", "(version = :one", "version = :one)", "version = :one AND",
        "attribute_exists(:one)", "version = :absent", "#absent = :one", "attribute_exists(version)", "",
        "version BETWEEN :one", "version IN :one", "version = :one version = :one"
    })
    void a_condition_that_is_malformed_or_leaves_a_value_unused_is_refused(String condition) {
        assertThat(putIf(condition, ":one", 1)).isEqualTo(INVALID);
    }

    @Test
    void conditions_refuse_values_that_have_no_order() {
        assertThat(putIf("version < :flag", ":flag", true)).isEqualTo(INVALID);
        assertThat(putIf("version BETWEEN :two AND :one", ":one", 1, ":two", 2)).isEqualTo(INVALID);
        assertThat(putIf("version BETWEEN :one AND :text", ":one", 1, ":text", "t")).isEqualTo(INVALID);
        assertThat(putIf("begins_with(version, :one)", ":one", 1)).isEqualTo(INVALID);
    }

    @Test
    void names_and_values_are_refused_without_an_expression_and_when_there_are_none() {
        assertThat(refusal(() -> client().putItem(put ->
                        put.tableName(IMAGES).item(key("i")).expressionAttributeNames(Map.of("#a", "a")))))
                .isEqualTo(INVALID);
        assertThat(refusal(() -> client().putItem(put -> put.tableName(IMAGES)
                        .item(key("i"))
                        .conditionExpression("attribute_not_exists(a)")
                        .expressionAttributeValues(Map.of()))))
                .isEqualTo(INVALID);
    }

    @Test
    void a_condition_that_does_not_hold_gives_the_item_if_asked() {
        put("conditional", "version", 1);

        ConditionalCheckFailedException failed = catchThrowableOfType(
                ConditionalCheckFailedException.class,
                () -> client().putItem(put -> put.tableName(IMAGES)
                        .item(key("conditional"))
                        .conditionExpression("attribute_not_exists(#version)")
                        .expressionAttributeNames(Map.of("#version", "version"))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
        ConditionalCheckFailedException unasked = catchThrowableOfType(
                ConditionalCheckFailedException.class,
                () -> client().putItem(put -> put.tableName(IMAGES)
                        .item(key("conditional"))
                        .conditionExpression("attribute_not_exists(version)")));
        ConditionalCheckFailedException absent = catchThrowableOfType(
                ConditionalCheckFailedException.class,
                () -> client().deleteItem(delete -> delete.tableName(IMAGES)
                        .key(key("absent"))
                        .conditionExpression("attribute_exists(version)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));

        assertThat(failed.item()).isEqualTo(with(key("conditional"), "version", 1));
        assertThat(failed.awsErrorDetails().errorMessage()).isEqualTo("The conditional request failed");
        assertThat(unasked.hasItem()).isFalse();
        assertThat(absent.hasItem()).isFalse();
    }

    // -------------------------------------------------------------------------------------------------- updates

    @Test
    void update_makes_an_item_where_none_is() {
        assertThat(update("made", "SET a = :a, b = if_not_exists(b, :a) ADD n :n, tags :tags",
                        ":a", "x", ":n", 2, ":tags", Set.of("t")))
                .isEqualTo("none");

        assertThat(get("made")).isEqualTo(with(key("made"), "a", "x", "b", "x", "n", 2, "tags", Set.of("t")));
    }

    @Test
    void update_without_an_expression_makes_an_item_of_its_key() {
        client().updateItem(update -> update.tableName(IMAGES).key(key("bare")));

        assertThat(get("bare")).isEqualTo(key("bare"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"REMOVE a", "REMOVE a, b"})
    void update_that_only_removes_does_to_nothing_what_it_does_to_an_item(String update) {
        assertThat(update("removed", update)).isEqualTo("none");

        assertThat(get("removed")).isEqualTo(key("removed"));
    }

    @Test
    void update_changes_what_it_names_and_sees_the_item_as_it_was() {
        put("item-1", "a", 1, "b", 2, "tags", Set.of("x", "y"), "listed", Set.of("z"), "keep", "k", "going", true);

        assertThat(update("item-1", "SET a = b, b = a + :one, c = if_not_exists(a, :one), d = b - :one "
                                + "REMOVE going ADD tags :new DELETE listed :gone, absent :gone",
                        ":one", 1, ":new", Set.of("y", "z"), ":gone", Set.of("z", "q")))
                .isEqualTo("none");

        assertThat(get("item-1")).isEqualTo(
                with(key("item-1"), "a", 2, "b", 2, "c", 1, "d", 1, "tags", Set.of("x", "y", "z"), "keep", "k"));
    }

    @Test
    void update_gives_the_item_as_it_was_or_is() {
        put("item-1", "n", 1);

        Map<ReturnValue, Map<String, AttributeValue>> given = new HashMap<>();
        for (ReturnValue which : List.of(ReturnValue.NONE, ReturnValue.ALL_OLD, ReturnValue.ALL_NEW)) {
            given.put(which, client().updateItem(update -> update.tableName(IMAGES)
                            .key(key("item-1"))
                            .updateExpression("ADD n :one")
                            .expressionAttributeValues(attributes(":one", 1))
                            .returnValues(which))
                    .attributes());
        }

        assertThat(given).isEqualTo(Map.of(
                ReturnValue.NONE, Map.of(),
                ReturnValue.ALL_OLD, with(key("item-1"), "n", 2),
                ReturnValue.ALL_NEW, with(key("item-1"), "n", 4)));
    }

    @Test
    void update_keeps_38_digits() {
        put("item-1", "n", number("99999999999999999999999999999999999998"));

        assertThat(update("item-1", "ADD n :one", ":one", 1)).isEqualTo("none");
        assertThat(get("item-1").get("n").n()).isEqualTo("9".repeat(38));
        assertThat(update("item-1", "ADD n :n", ":n", number("0.1"))).isEqualTo(INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "SET a = :one, a = :one", "SET a = :one REMOVE a", "SET #item = :one", "ADD repository :one", "SET a = absent + :one",
        "SET a = label + :one", "ADD label :one", "ADD tags :one", "DELETE tags :one", "DELETE label :one", "SET a", "a = :one",
        "SET a = :one SET b = :one", "SET a = :absent", "SET a = :one,", "", "ADD a label", "SET :one = a"
    })
    void update_refuses_what_it_cannot_do(String update) {
        put("item-1", "label", "t", "tags", Set.of("x"));
        Map<String, AttributeValue> before = get("item-1");

        assertThat(update("item-1", update, ":one", 1)).isEqualTo(INVALID);
        assertThat(get("item-1")).isEqualTo(before);
    }

    @Test
    void update_under_a_condition_that_does_not_hold_makes_no_item() {
        assertThat(refusal(() -> client().updateItem(update -> update.tableName(IMAGES)
                        .key(key("absent"))
                        .updateExpression("REMOVE going")
                        .conditionExpression("going = :removal")
                        .expressionAttributeValues(attributes(":removal", "r")))))
                .isEqualTo(FAILED);

        assertThat(get("absent")).isEmpty();
    }

    // -------------------------------------------------------------------------------------------------- deletes

    @Test
    void delete_gives_the_old_item_if_asked_and_minds_no_absence() {
        put("item-1", "n", 1);

        var deleted = client().deleteItem(delete ->
                delete.tableName(IMAGES).key(key("item-1")).returnValues(ReturnValue.ALL_OLD));
        var again = client().deleteItem(delete ->
                delete.tableName(IMAGES).key(key("item-1")).returnValues(ReturnValue.ALL_OLD));

        assertThat(deleted.attributes()).isEqualTo(with(key("item-1"), "n", 1));
        assertThat(again.hasAttributes()).isFalse();
        assertThat(get("item-1")).isEmpty();
    }

    @Test
    void delete_heeds_its_condition() {
        put("item-1", "id", "x");

        for (String[] idAndOutcome : new String[][] {{"y", FAILED}, {"x", "none"}, {"x", "none"}}) {
            assertThat(refusal(() -> client().deleteItem(delete -> delete.tableName(IMAGES)
                            .key(key("item-1"))
                            .conditionExpression("attribute_not_exists(id) OR id = :id")
                            .expressionAttributeValues(attributes(":id", idAndOutcome[0])))))
                    .isEqualTo(idAndOutcome[1]);
        }
    }
}
