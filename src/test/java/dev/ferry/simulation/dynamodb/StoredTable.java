package dev.ferry.simulation.dynamodb;

import dev.ferry.local.template.Table;
import dev.ferry.simulation.dynamodb.value.InvalidValueException;
import dev.ferry.simulation.dynamodb.value.ItemSize;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table: its items, its secondary indexes, which are never behind it here, and its stream. */
final class StoredTable {
    private static final String BOTH_IMAGES = "NEW_AND_OLD_IMAGES";

    private final String name;
    private final KeyIndex items;
    private final Map<String, SecondaryIndex> secondaryIndexes = new LinkedHashMap<>();
    private final Optional<TableStream> stream;
    private int size;

    /** @throws UnsupportedOperationException for a stream without both images */
    StoredTable(Table declared, String region, Clock clock) {
        this.name = declared.name();
        this.items = new KeyIndex(KeySchema.of(declared.key(), declared.attributes()));
        declared.globalSecondaryIndexes().forEach(index -> {
            KeySchema schema = KeySchema.of(index.key(), declared.attributes());
            Predicate<String> projected = switch (index.projectionType()) {
                case "ALL" -> attribute -> true;
                case "INCLUDE" -> attribute -> isKey(attribute, schema) || index.nonKeyAttributes().contains(attribute);
                case "KEYS_ONLY" -> attribute -> isKey(attribute, schema);
                default -> throw new UnsupportedOperationException("an index of the projection " + index.projectionType());
            };
            secondaryIndexes.put(index.name(), new SecondaryIndex(new KeyIndex(schema), projected));
        });
        this.stream = declared.streamViewType().map(view -> {
            if (!view.equals(BOTH_IMAGES)) {
                throw new UnsupportedOperationException("a stream of " + view);
            }
            return new TableStream(name, region, clock);
        });
    }

    /** @param projected which attributes of an item it has */
    private record SecondaryIndex(KeyIndex items, Predicate<String> projected) {
        Map<String, AttributeValue> of(Map<String, AttributeValue> item) {
            if (item.keySet().stream().allMatch(projected)) {
                return item;
            }
            Map<String, AttributeValue> part = new TreeMap<>(item);
            part.keySet().removeIf(projected.negate());
            return Collections.unmodifiableMap(part);
        }
    }

    private boolean isKey(String attribute, KeySchema ofIndex) {
        return schema().has(attribute) || ofIndex.has(attribute);
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
        return Optional.ofNullable(secondaryIndexes.get(index)).map(SecondaryIndex::items);
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
        secondaryIndexes.values().forEach(index -> index.items().schema().requireIndexable(item));
    }

    /** Puts the second item where the first is. */
    void replace(
            PrimaryKey key, Optional<Map<String, AttributeValue>> before, Optional<Map<String, AttributeValue>> after) {
        items.replace(key, before, after);
        secondaryIndexes.values().forEach(
                index -> index.items().replace(key, before.map(index::of), after.map(index::of)));
        size += (after.isPresent() ? 1 : 0) - (before.isPresent() ? 1 : 0);
        stream.ifPresent(changes -> changes.append(schema().attributes(key), before, after));
    }
}
