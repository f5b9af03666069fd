package dev.ferry.store;

import dev.ferry.registry.InvalidValueException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items that one strongly consistent read found. Each table knows how to read its own out of it. */
public final class Items {
    /** Of a place where nothing is. */
    public static final Items NONE = new Items(Map.of());

    private final Map<ItemKey, Map<String, AttributeValue>> found;

    Items(Map<ItemKey, Map<String, AttributeValue>> found) {
        this.found = Map.copyOf(found);
    }

    Optional<Map<String, AttributeValue>> at(ItemKey key) {
        return Optional.ofNullable(found.get(key));
    }

    /** @throws UnreadableItemException also where an attribute is there and has a value that it cannot have */
    <T> Optional<T> read(ItemKey key, Function<Map<String, AttributeValue>, T> reader) {
        try {
            return at(key).map(reader);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | InvalidValueException invalid) {
            throw new UnreadableItemException(invalid);
        }
    }
}
