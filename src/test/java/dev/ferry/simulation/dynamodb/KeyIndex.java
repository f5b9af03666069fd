package dev.ferry.simulation.dynamodb;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items by a key: those of a table by its own, and by that of each of its secondary indexes. */
final class KeyIndex {
    private static final NavigableMap<Place, Map<String, AttributeValue>> NO_ITEMS =
            Collections.unmodifiableNavigableMap(new TreeMap<>(Place.ORDER));

    private final KeySchema schema;
    private final Map<AttributeValue, NavigableMap<Place, Map<String, AttributeValue>>> partitions = new LinkedHashMap<>();

    KeyIndex(KeySchema schema) {
        this.schema = schema;
    }

    KeySchema schema() {
        return schema;
    }

    Optional<Map<String, AttributeValue>> find(PrimaryKey key) {
        return Optional.ofNullable(partition(key.hash()).get(Place.of(key.range(), key)));
    }

    /** The items of one partition, sorted; none if there is no such partition. */
    NavigableMap<Place, Map<String, AttributeValue>> partition(AttributeValue hash) {
        return partitions.getOrDefault(hash, NO_ITEMS);
    }

    Stream<Map<String, AttributeValue>> items() {
        return partitions.values().stream().flatMap(partition -> partition.values().stream());
    }

    /** Puts the second item where the first was. */
    void replace(
            PrimaryKey owner, Optional<Map<String, AttributeValue>> before, Optional<Map<String, AttributeValue>> after) {
        Optional<PrimaryKey> left = before.flatMap(schema::ofIndexed);
        Optional<PrimaryKey> taken = after.flatMap(schema::ofIndexed);
        if (left.isPresent() && !left.equals(taken)) {
            remove(left.get(), owner);
        }
        taken.ifPresent(key -> partitions
                .computeIfAbsent(key.hash(), hash -> new TreeMap<>(Place.ORDER))
                .put(Place.of(key.range(), owner), after.orElseThrow()));
    }

    private void remove(PrimaryKey key, PrimaryKey owner) {
        NavigableMap<Place, Map<String, AttributeValue>> partition = partitions.get(key.hash());
        partition.remove(Place.of(key.range(), owner));
        if (partition.isEmpty()) {
            partitions.remove(key.hash());
        }
    }
}
