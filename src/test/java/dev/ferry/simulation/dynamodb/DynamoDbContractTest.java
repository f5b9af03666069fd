package dev.ferry.simulation.dynamodb;

import static dev.ferry.simulation.dynamodb.TestAttributes.attributes;
import static dev.ferry.simulation.dynamodb.TestAttributes.number;
import static dev.ferry.simulation.dynamodb.TestAttributes.refusal;
import static dev.ferry.simulation.dynamodb.TestAttributes.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** What Ferry relies on in conditions, updates and deletions of single items, on top of the rest of the contract. */
abstract class DynamoDbContractTest extends ItemContractTest {
    private String putIf(String condition, Object... values) {
        return refusal(() -> client().putItem(put -> {
            put.tableName(IMAGES).item(with(key("conditional"), "written", true)).conditionExpression(condition);
            if (values.length > 0) {
                put.expressionAttributeValues(attributes(values));
            }
        }));
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
