package dev.ferry.simulation.dynamodb;

import dev.ferry.local.template.Table;
import dev.ferry.simulation.dynamodb.value.InvalidValueException;
import dev.ferry.simulation.dynamodb.value.ItemSize;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table: its items, its secondary indexes, which are never behind it here, and its stream. */
final class StoredTable {
    private static final String BOTH_IMAGES = "NEW_AND_OLD_IMAGES";

    private final String name;
    private final KeyIndex items;
    private final Map<String, KeyIndex> secondaryIndexes = new LinkedHashMap<>();
    private final Optional<TableStream> stream;
    private int size;

    /** @throws UnsupportedOperationException for an index that has not all attributes, or a stream without both images */
    StoredTable(Table declared, String region, Clock clock) {
        this.name = declared.name();
        this.items = new KeyIndex(KeySchema.of(declared.key(), declared.attributes()));
        declared.globalSecondaryIndexes().forEach(index -> {
            if (!index.projectionType().equals("ALL")) {
                throw new UnsupportedOperationException("an index of the projection " + index.projectionType());
            }
            secondaryIndexes.put(index.name(), new KeyIndex(KeySchema.of(index.key(), declared.attributes())));
        });
        this.stream = declared.streamViewType().map(view -> {
            if (!view.equals(BOTH_IMAGES)) {
                throw new UnsupportedOperationException("a stream of " + view);
            }
            return new TableStream(name, region, clock);
        });
    }

    String name() {
        return name;
    }

    KeySchema schema() {
        return items.schema();
    }

    KeyIndex byKey() {
        return items;
    }

    Optional<KeyIndex> index(String index) {
        return Optional.ofNullable(secondaryIndexes.get(index));
    }

    Optional<TableStream> stream() {
        return stream;
    }

    int size() {
        return size;
    }

    Stream<Map<String, AttributeValue>> items() {
        return items.items();
    }

    Optional<Map<String, AttributeValue>> find(PrimaryKey key) {
        return items.find(key);
    }

    /** @throws InvalidValueException if an item is too large, or cannot be in an index */
    void requireStorable(Map<String, AttributeValue> item) {
        if (ItemSize.of(item) > ItemSize.MAX) {
            throw new InvalidValueException("Item size has exceeded the maximum allowed size");
        }
        secondaryIndexes.values().forEach(index -> index.schema().requireIndexable(item));
    }

    /** Puts the second item where the first is. */
    void replace(
            PrimaryKey key, Optional<Map<String, AttributeValue>> before, Optional<Map<String, AttributeValue>> after) {
        items.replace(key, before, after);
        secondaryIndexes.values().forEach(index -> index.replace(key, before, after));
        size += (after.isPresent() ? 1 : 0) - (before.isPresent() ? 1 : 0);
        stream.ifPresent(changes -> changes.append(schema().attributes(key), before, after));
    }
}
