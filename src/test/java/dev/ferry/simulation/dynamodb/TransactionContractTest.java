package dev.ferry.simulation.dynamodb;

import static dev.ferry.simulation.dynamodb.TestAttributes.attributes;
import static dev.ferry.simulation.dynamodb.TestAttributes.refusal;
import static dev.ferry.simulation.dynamodb.TestAttributes.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** What Ferry relies on in transactions, of every DynamoDB there is here. */
abstract class TransactionContractTest {
    private static final String IMAGES = "ferry-images";
    private static final String INVALID = "ValidationException";

    private final String repository = "111122223333/" + UUID.randomUUID();

    abstract DynamoDbClient client();

    private Map<String, AttributeValue> key(String item) {
        return attributes("repository", repository, "item", item);
    }

    private Map<String, AttributeValue> get(String item) {
        return client().getItem(get -> get.tableName(IMAGES).key(key(item)).consistentRead(true)).item();
    }

    private String commit(TransactWriteItem... writes) {
        return refusal(() -> client().transactWriteItems(transaction -> transaction.transactItems(writes)));
    }

    private List<CancellationReason> reasons(TransactWriteItem... writes) {
        return catchThrowableOfType(
                        TransactionCanceledException.class,
                        () -> client().transactWriteItems(transaction -> transaction.transactItems(writes)))
                .cancellationReasons();
    }

    private TransactWriteItem put(String item, Object... attributes) {
        return put(item, any -> {}, attributes);
    }

    private TransactWriteItem put(String item, Consumer<Put.Builder> more, Object... attributes) {
        return TransactWriteItem.builder()
                .put(put -> more.accept(put.tableName(IMAGES).item(with(key(item), attributes))))
                .build();
    }

    private TransactWriteItem putUnlessPresent(String item) {
        return put(item, put -> put.conditionExpression("attribute_not_exists(n)"), "n", 2);
    }

    private TransactWriteItem update(String item, String update, Consumer<Update.Builder> more) {
        return TransactWriteItem.builder()
                .update(request -> more.accept(request.tableName(IMAGES).key(key(item)).updateExpression(update)))
                .build();
    }

    private TransactWriteItem delete(String item) {
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(IMAGES).key(key(item)))
                .build();
    }

    private TransactWriteItem exists(String item) {
        return TransactWriteItem.builder()
                .conditionCheck(check ->
                        check.tableName(IMAGES).key(key(item)).conditionExpression("attribute_exists(n)"))
                .build();
    }

    @Test
    void a_transaction_does_all_its_writes() {
        assertThat(commit(put("checked", "n", 1), put("updated", "n", 1), put("deleted", "n", 1))).isEqualTo("none");

        assertThat(commit(
                        exists("checked"),
                        update("updated", "ADD n :one", update -> update.expressionAttributeValues(attributes(":one", 1))),
                        delete("deleted"),
                        putUnlessPresent("put"),
                        TransactWriteItem.builder()
                                .put(put -> put.tableName("ferry-uploads").item(attributes("upload", repository)))
                                .build()))
                .isEqualTo("none");

        assertThat(get("checked")).isEqualTo(with(key("checked"), "n", 1));
        assertThat(get("updated")).isEqualTo(with(key("updated"), "n", 2));
        assertThat(get("deleted")).isEmpty();
        assertThat(get("put")).isEqualTo(with(key("put"), "n", 2));
    }

    @Test
    void a_transaction_with_one_condition_that_does_not_hold_does_nothing_and_says_which() {
        commit(put("present", "n", 1));

        List<CancellationReason> reasons = reasons(
                put("new", "n", 1),
                put("present",
                        put -> put.conditionExpression("attribute_not_exists(n)")
                                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)),
                exists("absent"),
                delete("other"));

        assertThat(reasons)
                .extracting(CancellationReason::code)
                .containsExactly("None", "ConditionalCheckFailed", "ConditionalCheckFailed", "None");
        assertThat(reasons.get(0).message()).isNull();
        assertThat(reasons.get(1).message()).isEqualTo("The conditional request failed");
        // The embedded one ends this sentence with a full stop if it was a check that failed.
        assertThat(reasons.get(2).message()).startsWith("The conditional request failed");
        assertThat(reasons.get(1).item()).isEqualTo(with(key("present"), "n", 1));
        assertThat(reasons.get(2).hasItem()).isFalse();
        assertThat(get("new")).isEmpty();
        assertThat(get("present")).isEqualTo(with(key("present"), "n", 1));
    }

    @Test
    void a_cancelled_transaction_names_the_reasons_in_its_message() {
        commit(put("present", "n", 1));

        TransactionCanceledException cancelled = catchThrowableOfType(
                TransactionCanceledException.class,
                () -> client().transactWriteItems(transaction ->
                        transaction.transactItems(exists("present"), putUnlessPresent("present-2"), exists("absent"))));

        assertThat(cancelled.awsErrorDetails().errorCode()).isEqualTo("TransactionCanceledException");
        assertThat(cancelled.awsErrorDetails().errorMessage())
                .isEqualTo("Transaction cancelled, please refer cancellation reasons for specific reasons "
                        + "[None, None, ConditionalCheckFailed]");
    }

    @Test
    void a_transaction_takes_an_item_once() {
        commit(put("same", "n", 1));

        assertThat(commit(exists("same"), put("same", "n", 2))).isEqualTo(INVALID);
        assertThat(commit(put("same", "n", 2), delete("same"))).isEqualTo(INVALID);
        assertThat(get("same")).isEqualTo(with(key("same"), "n", 1));
    }

    @Test
    void a_transaction_takes_a_hundred_items() {
        TransactWriteItem[] many =
                IntStream.rangeClosed(0, 100).mapToObj(item -> put("many-" + item)).toArray(TransactWriteItem[]::new);

        assertThat(commit(many)).isEqualTo(INVALID);
        assertThat(commit(List.of(many).subList(0, 100).toArray(TransactWriteItem[]::new))).isEqualTo("none");
        assertThat(get("many-99")).isNotEmpty();
        assertThat(get("many-100")).isEmpty();
        assertThat(commit()).isEqualTo(INVALID);
    }

    /** The documentation lists this among the reasons of a cancellation; the embedded one refuses the request for it. */
    @Test
    void a_transaction_does_nothing_if_an_update_cannot_do_its_part() {
        commit(put("label", "n", "word"));

        String refusal = commit(
                put("new"), update("label", "ADD n :one", update -> update.expressionAttributeValues(attributes(":one", 1))));

        assertThat(refusal).isIn("TransactionCanceledException", INVALID);
        assertThat(get("new")).isEmpty();
        assertThat(get("label")).isEqualTo(with(key("label"), "n", "word"));
    }

    @Test
    void a_transaction_with_a_malformed_part_is_refused_as_a_whole() {
        assertThat(commit(put("new"), update("u", "SET a", update -> {}))).isEqualTo(INVALID);
        assertThat(commit(put("new"), update("u", "SET a = :a", update -> {}))).isEqualTo(INVALID);
        assertThat(commit(put("new"), TransactWriteItem.builder().build())).isEqualTo(INVALID);
        assertThat(commit(put("new"), put(""))).isEqualTo(INVALID);
        assertThat(commit(put("new"), TransactWriteItem.builder()
                        .delete(delete -> delete.tableName("ferry-absent").key(key("i")))
                        .build()))
                .isEqualTo("ResourceNotFoundException");
        assertThat(get("new")).isEmpty();
    }

    @Test
    void a_transaction_is_done_once_for_a_request_token() {
        String token = UUID.randomUUID().toString();
        TransactWriteItem add =
                update("counted", "ADD n :one", update -> update.expressionAttributeValues(attributes(":one", 1)));
        Runnable commit = () ->
                client().transactWriteItems(transaction -> transaction.clientRequestToken(token).transactItems(add));

        commit.run();
        commit.run();

        assertThat(get("counted")).isEqualTo(with(key("counted"), "n", 1));
        assertThat(refusal(() -> client().transactWriteItems(transaction ->
                        transaction.clientRequestToken(token).transactItems(put("counted")))))
                .isEqualTo("IdempotentParameterMismatchException");
    }
}
