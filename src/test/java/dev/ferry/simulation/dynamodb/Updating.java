package dev.ferry.simulation.dynamodb;

import dev.ferry.simulation.dynamodb.expression.Bindings;
import dev.ferry.simulation.dynamodb.expression.Update;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What an update makes of an item, or of none: then an item that has the key and what the update sets.
 *
 * @param update empty if the request has no expression, which at most makes the item
 */
record Updating(PrimaryKey key, StoredTable table, Optional<Update> update, Bindings bindings) implements Write.Change {
    @Override
    public Optional<Map<String, AttributeValue>> of(Optional<Map<String, AttributeValue>> before) {
        Map<String, AttributeValue> present = before.orElse(Map.of());
        Map<String, AttributeValue> after = new TreeMap<>(before.orElseGet(() -> table.schema().attributes(key)));
        update.ifPresent(actions -> actions.apply(present, after, bindings));
        table.requireStorable(after);
        return Optional.of(Collections.unmodifiableMap(after));
    }
}
