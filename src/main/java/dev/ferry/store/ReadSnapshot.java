package dev.ferry.store;

import dev.ferry.registry.InvalidValueException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items that one strongly consistent read found. Each table knows how to read its own out of it. */
public final class ReadSnapshot {
    /** Of a place where nothing is. */
    public static final ReadSnapshot NONE = new ReadSnapshot(Map.of());

    private final Map<ItemKey, Map<String, AttributeValue>> found;

    ReadSnapshot(Map<ItemKey, Map<String, AttributeValue>> found) {
        this.found = Map.copyOf(found);
    }

    public Optional<Map<String, AttributeValue>> at(ItemKey key) {
        return Optional.ofNullable(found.get(key));
    }

    /** @throws UnreadableItemException also where an attribute is there and has a value that it cannot have */
    public <T> Optional<T> read(ItemKey key, Function<Map<String, AttributeValue>, T> reader) {
        try {
            return at(key).map(reader);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | InvalidValueException invalid) {
            throw new UnreadableItemException(invalid);
        }
    }
}
