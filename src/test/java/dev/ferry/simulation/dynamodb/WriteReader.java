package dev.ferry.simulation.dynamodb;

import dev.ferry.simulation.dynamodb.expression.Bindings;
import dev.ferry.simulation.dynamodb.expression.Condition;
import dev.ferry.simulation.dynamodb.expression.Expression;
import dev.ferry.simulation.dynamodb.expression.Update;
import dev.ferry.simulation.dynamodb.value.NormalForm;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Reads the writes of requests, and refuses those that are wrong whatever the tables hold. */
final class WriteReader {
    private static final Set<String> UNDERSTOOD = Set.of(
            "TableName",
            "Item",
            "Key",
            "ConditionExpression",
            "UpdateExpression",
            "ExpressionAttributeNames",
            "ExpressionAttributeValues",
            "ReturnValues",
            "ReturnValuesOnConditionCheckFailure");
    private static final Set<String> KINDS = Set.of("Put", "Update", "Delete", "ConditionCheck");

    private final TableNames tables;

    WriteReader(TableNames tables) {
        this.tables = tables;
    }

    /** What every write may say besides. */
    private record Terms(
            String table,
            String condition,
            Map<String, String> names,
            Map<String, AttributeValue> values,
            ReturnValuesOnConditionCheckFailure onFailure) {}

    Write read(PutItemRequest put) {
        Members.requireOnly(put, UNDERSTOOD);
        return put(put.item(), new Terms(
                put.tableName(), put.conditionExpression(), put.expressionAttributeNames(),
                put.expressionAttributeValues(), put.returnValuesOnConditionCheckFailure()));
    }

    Write read(UpdateItemRequest update) {
        Members.requireOnly(update, UNDERSTOOD);
        return update(update.key(), Optional.ofNullable(update.updateExpression()), new Terms(
                update.tableName(), update.conditionExpression(), update.expressionAttributeNames(),
                update.expressionAttributeValues(), update.returnValuesOnConditionCheckFailure()));
    }

    Write read(DeleteItemRequest delete) {
        Members.requireOnly(delete, UNDERSTOOD);
        return delete(delete.key(), new Terms(
                delete.tableName(), delete.conditionExpression(), delete.expressionAttributeNames(),
                delete.expressionAttributeValues(), delete.returnValuesOnConditionCheckFailure()));
    }

    Write read(TransactWriteItem item) {
        Members.requireOnly(item, KINDS);
        if (item.sdkFields().stream().filter(kind -> kind.getValueOrDefault(item) != null).count() != 1) {
            throw Refusals.invalid(
                    "TransactItems can only contain one of Check, Put, Update or Delete");
        }
        if (item.put() != null) {
            return read(item.put());
        }
        if (item.update() != null) {
            return read(item.update());
        }
        return item.delete() != null ? read(item.delete()) : read(item.conditionCheck());
    }

    private Write read(Put put) {
        Members.requireOnly(put, UNDERSTOOD);
        return put(put.item(), new Terms(
                put.tableName(), put.conditionExpression(), put.expressionAttributeNames(),
                put.expressionAttributeValues(), put.returnValuesOnConditionCheckFailure()));
    }

    private Write read(software.amazon.awssdk.services.dynamodb.model.Update update) {
        Members.requireOnly(update, UNDERSTOOD);
        return update(update.key(), Optional.of(update.updateExpression()), new Terms(
                update.tableName(), update.conditionExpression(), update.expressionAttributeNames(),
                update.expressionAttributeValues(), update.returnValuesOnConditionCheckFailure()));
    }

    private Write read(Delete delete) {
        Members.requireOnly(delete, UNDERSTOOD);
        return delete(delete.key(), new Terms(
                delete.tableName(), delete.conditionExpression(), delete.expressionAttributeNames(),
                delete.expressionAttributeValues(), delete.returnValuesOnConditionCheckFailure()));
    }

    private Write read(ConditionCheck check) {
        Members.requireOnly(check, UNDERSTOOD);
        Terms terms = new Terms(
                check.tableName(), check.conditionExpression(), check.expressionAttributeNames(),
                check.expressionAttributeValues(), check.returnValuesOnConditionCheckFailure());
        StoredTable table = tables.named(terms.table());
        return write(table, key(table, check.key()), terms, Optional.empty(), bindings -> before -> before);
    }

    private Write put(Map<String, AttributeValue> attributes, Terms terms) {
        StoredTable table = tables.named(terms.table());
        Map<String, AttributeValue> item = NormalForm.of(attributes);
        PrimaryKey key = table.schema().ofItem(item);
        table.requireStorable(item);
        Optional<Expression<Condition>> condition = condition(terms);
        return new Write(table, key, condition.map(Expression::syntax), bindings(terms, condition, Optional.empty()),
                givesOld(terms), before -> Optional.of(item));
    }

    private Write update(Map<String, AttributeValue> key, Optional<String> text, Terms terms) {
        StoredTable table = tables.named(terms.table());
        Optional<Expression<Update>> update = text.map(Expression::update);
        PrimaryKey primaryKey = key(table, key);
        return write(table, primaryKey, terms, update, bindings -> {
            if (update.isPresent() && table.schema().hasAny(update.get().syntax().attributes(bindings))) {
                throw Refusals.invalid("One or more parameter values were invalid: Cannot update attribute of the key");
            }
            return new Updating(primaryKey, table, update.map(Expression::syntax), bindings);
        });
    }

    private Write delete(Map<String, AttributeValue> key, Terms terms) {
        StoredTable table = tables.named(terms.table());
        return write(table, key(table, key), terms, Optional.empty(), bindings -> before -> Optional.empty());
    }

    private static PrimaryKey key(StoredTable table, Map<String, AttributeValue> key) {
        return table.schema().ofKey(NormalForm.of(key));
    }

    private Write write(
            StoredTable table,
            PrimaryKey key,
            Terms terms,
            Optional<Expression<Update>> update,
            Function<Bindings, Write.Change> change) {
        Optional<Expression<Condition>> condition = condition(terms);
        Bindings bindings = bindings(terms, condition, update);
        return new Write(table, key, condition.map(Expression::syntax), bindings, givesOld(terms), change.apply(bindings));
    }

    private static Optional<Expression<Condition>> condition(Terms terms) {
        return Optional.ofNullable(terms.condition()).map(Expression::condition);
    }

    private static Bindings bindings(
            Terms terms, Optional<Expression<Condition>> condition, Optional<Expression<Update>> update) {
        Set<String> placeholders = new HashSet<>();
        condition.ifPresent(expression -> placeholders.addAll(expression.placeholders()));
        update.ifPresent(expression -> placeholders.addAll(expression.placeholders()));
        return Bindings.of(terms.names(), terms.values(), placeholders);
    }

    private static boolean givesOld(Terms terms) {
        return terms.onFailure() == ReturnValuesOnConditionCheckFailure.ALL_OLD;
    }
}
