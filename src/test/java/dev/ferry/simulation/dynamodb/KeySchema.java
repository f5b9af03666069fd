package dev.ferry.simulation.dynamodb;

import dev.ferry.local.template.Table;
import dev.ferry.simulation.dynamodb.value.InvalidValueException;
import dev.ferry.simulation.dynamodb.value.ItemSize;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue.Type;

/** The key attributes of a table or an index. */
record KeySchema(Attribute hash, Optional<Attribute> range) {

    /** @param maxBytes how long a value may be */
    record Attribute(String name, Type type, int maxBytes) {
        private static final int MAX_HASH = 2048;
        private static final int MAX_RANGE = 1024;

        boolean admits(AttributeValue value) {
            return value.type() == type;
        }

        /** Checks a value of the right type. */
        void requireLength(AttributeValue value) {
            long length = ItemSize.of(Map.of("", value));
            if (length == 0) {
                throw new InvalidValueException("One or more parameter values are not valid. The AttributeValue for a key attribute "
                        + "cannot contain an empty string value. Key: " + name);
            }
            if (length > maxBytes) {
                throw new InvalidValueException("One or more parameter values were invalid: Size of the key " + name
                        + " has exceeded the maximum size limit of " + maxBytes + " bytes");
            }
        }
    }

    static KeySchema of(Table.Key key, List<Table.Attribute> definitions) {
        Map<String, Type> types = new HashMap<>();
        definitions.forEach(attribute -> types.put(attribute.name(), Type.valueOf(attribute.type())));
        return new KeySchema(
                new Attribute(key.hash(), types.get(key.hash()), Attribute.MAX_HASH),
                key.range().map(name -> new Attribute(name, types.get(name), Attribute.MAX_RANGE)));
    }

    Stream<Attribute> attributes() {
        return Stream.concat(Stream.of(hash), range.stream());
    }

    boolean has(String attribute) {
        return hash.name().equals(attribute) || range.isPresent() && range.get().name().equals(attribute);
    }

    boolean hasAny(Collection<String> attributes) {
        return attributes.stream().anyMatch(this::has);
    }

    /** The key that a request gives: these attributes and no others. */
    PrimaryKey ofKey(Map<String, AttributeValue> key) {
        if (key.size() != (range.isPresent() ? 2 : 1)) {
            throw new InvalidValueException("The number of conditions on the keys is invalid");
        }
        return new PrimaryKey(
                given(hash, key), range.isPresent() ? given(range.get(), key) : PrimaryKey.NO_RANGE);
    }

    private static AttributeValue given(Attribute attribute, Map<String, AttributeValue> key) {
        AttributeValue value = key.get(attribute.name());
        if (value == null || !attribute.admits(value)) {
            throw new InvalidValueException("The provided key element does not match the schema");
        }
        attribute.requireLength(value);
        return value;
    }

    /** The key that an item has among its attributes. */
    PrimaryKey ofItem(Map<String, AttributeValue> item) {
        return new PrimaryKey(
                present(hash, item), range.isPresent() ? present(range.get(), item) : PrimaryKey.NO_RANGE);
    }

    private static AttributeValue present(Attribute attribute, Map<String, AttributeValue> item) {
        AttributeValue value = item.get(attribute.name());
        if (value == null) {
            throw new InvalidValueException(
                    "One or more parameter values were invalid: Missing the key " + attribute.name() + " in the item");
        }
        if (!attribute.admits(value)) {
            throw new InvalidValueException("One or more parameter values were invalid: Type mismatch for key " + attribute.name()
                    + " expected: " + attribute.type() + " actual: " + value.type());
        }
        attribute.requireLength(value);
        return value;
    }

    /** The key that an item has in an index; empty if it lacks an attribute of it, and so is not in the index. */
    Optional<PrimaryKey> ofIndexed(Map<String, AttributeValue> item) {
        boolean complete = item.containsKey(hash.name()) && (range.isEmpty() || item.containsKey(range.get().name()));
        return complete
                ? Optional.of(new PrimaryKey(
                        item.get(hash.name()), range.map(Attribute::name).map(item::get).orElse(PrimaryKey.NO_RANGE)))
                : Optional.empty();
    }

    /** Checks that an item can be in an index, or lacks what it needs for that. */
    void requireIndexable(Map<String, AttributeValue> item) {
        attributes().forEach(attribute -> {
            AttributeValue value = item.get(attribute.name());
            if (value != null) {
                if (!attribute.admits(value)) {
                    throw new InvalidValueException("One or more parameter values were invalid: Type mismatch for Index Key "
                            + attribute.name() + " Expected: " + attribute.type() + " Actual: " + value.type());
                }
                attribute.requireLength(value);
            }
        });
    }

    /** The key as attributes. */
    Map<String, AttributeValue> attributes(PrimaryKey key) {
        Map<String, AttributeValue> attributes = new TreeMap<>();
        attributes.put(hash.name(), key.hash());
        range.ifPresent(attribute -> attributes.put(attribute.name(), key.range()));
        return attributes;
    }
}
