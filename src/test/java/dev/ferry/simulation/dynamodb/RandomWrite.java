package dev.ferry.simulation.dynamodb;

import static dev.ferry.simulation.dynamodb.TestAttributes.attributes;
import static dev.ferry.simulation.dynamodb.TestAttributes.with;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * One write of one item, by itself or as part of a transaction.
 *
 * @param condition may be empty
 * @param update    what an update does
 * @param values    what the expressions may use; a put puts all of it
 */
record RandomWrite(Kind kind, String item, String condition, String update, Map<String, AttributeValue> values) {
    private static final Pattern VALUE = Pattern.compile(":[a-z]+");
    private static final String TABLE = "ferry-images";

    enum Kind { PUT, UPDATE, DELETE, CHECK }

    /** Does it by itself; a check is no write, and so is a Get. */
    Map<String, AttributeValue> alone(String partition, DynamoDbClient client) {
        return switch (kind) {
            case PUT -> client.putItem(put -> put.tableName(TABLE)
                            .item(whole(partition))
                            .conditionExpression(given())
                            .expressionAttributeValues(used(condition))
                            .returnValues(ReturnValue.ALL_OLD)
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                    .attributes();
            case UPDATE -> client.updateItem(request -> request.tableName(TABLE)
                            .key(key(partition))
                            .updateExpression(update)
                            .conditionExpression(given())
                            .expressionAttributeValues(used(condition + update))
                            .returnValues(ReturnValue.ALL_NEW)
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                    .attributes();
            case DELETE -> client.deleteItem(delete -> delete.tableName(TABLE)
                            .key(key(partition))
                            .conditionExpression(given())
                            .expressionAttributeValues(used(condition))
                            .returnValues(ReturnValue.ALL_OLD)
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                    .attributes();
            case CHECK -> client.getItem(get ->
                            get.tableName(TABLE).key(key(partition)).consistentRead(true))
                    .item();
        };
    }

    TransactWriteItem part(String partition) {
        TransactWriteItem.Builder part = TransactWriteItem.builder();
        return switch (kind) {
            case PUT -> part.put(put -> put.tableName(TABLE)
                            .item(whole(partition))
                            .conditionExpression(given())
                            .expressionAttributeValues(used(condition))
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                    .build();
            case UPDATE -> part.update(request -> request.tableName(TABLE)
                            .key(key(partition))
                            .updateExpression(update)
                            .conditionExpression(given())
                            .expressionAttributeValues(used(condition + update)))
                    .build();
            case DELETE -> part.delete(delete -> delete.tableName(TABLE)
                            .key(key(partition))
                            .conditionExpression(given())
                            .expressionAttributeValues(used(condition)))
                    .build();
            case CHECK -> part.conditionCheck(check -> check.tableName(TABLE)
                            .key(key(partition))
                            .conditionExpression(condition.isEmpty() ? "attribute_exists(n)" : condition)
                            .expressionAttributeValues(used(condition)))
                    .build();
        };
    }

    private Map<String, AttributeValue> key(String partition) {
        return attributes("repository", partition, "item", item);
    }

    private Map<String, AttributeValue> whole(String partition) {
        return with(key(partition), "n", values.get(":number"), "word", values.get(":word"), "tags", values.get(":tags"));
    }

    private String given() {
        return condition.isEmpty() ? null : condition;
    }

    /** Only the values that the expressions have; null if they have none. */
    private Map<String, AttributeValue> used(String expressions) {
        Map<String, AttributeValue> used = new HashMap<>();
        VALUE.matcher(expressions).results().forEach(name -> used.put(name.group(), values.get(name.group())));
        return used.isEmpty() ? null : used;
    }
}
