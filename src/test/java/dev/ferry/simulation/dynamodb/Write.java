package dev.ferry.simulation.dynamodb;

import dev.ferry.simulation.dynamodb.expression.Bindings;
import dev.ferry.simulation.dynamodb.expression.Condition;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A write of one item, by itself or in a transaction.
 *
 * @param givesOld whether the caller wants to see the item that the condition does not hold for
 */
record Write(
        StoredTable table,
        PrimaryKey key,
        Optional<Condition> condition,
        Bindings bindings,
        boolean givesOld,
        Change change) {

    /** What the write makes of the item. */
    @FunctionalInterface
    interface Change {
        Optional<Map<String, AttributeValue>> of(Optional<Map<String, AttributeValue>> before);
    }

    Optional<Map<String, AttributeValue>> before() {
        return table.find(key);
    }

    boolean isAllowed(Optional<Map<String, AttributeValue>> before) {
        return condition.isEmpty() || condition.get().holds(before.orElse(Map.of()), bindings);
    }

    /** @throws dev.ferry.simulation.dynamodb.value.InvalidValueException if what the item holds does not allow the write */
    Optional<Map<String, AttributeValue>> after(Optional<Map<String, AttributeValue>> before) {
        return change.of(before);
    }

    void commit(Optional<Map<String, AttributeValue>> before, Optional<Map<String, AttributeValue>> after) {
        table.replace(key, before, after);
    }
}
