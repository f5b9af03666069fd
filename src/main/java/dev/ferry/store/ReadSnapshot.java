package dev.ferry.store;

import dev.ferry.registry.InvalidValueException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What one strongly consistent read found. Each table knows how to read its own out of it. What was not asked for cannot
 * be looked up: "not there" and "never asked" must not look alike, or a forgotten key would read as "no policy".
 */
public final class ReadSnapshot {
    private final Set<ItemKey> asked;
    private final Map<ItemKey, Map<String, AttributeValue>> found;

    ReadSnapshot(Set<ItemKey> asked, Map<ItemKey, Map<String, AttributeValue>> found) {
        this.asked = Set.copyOf(asked);
        this.found = Map.copyOf(found);
    }

    /** What the same read would have found where nothing is. */
    public ReadSnapshot emptied() {
        return new ReadSnapshot(asked, Map.of());
    }

    /** @throws IllegalStateException if the read did not ask for it, which is an error in the program */
    public Optional<Map<String, AttributeValue>> at(ItemKey key) {
        if (!asked.contains(key)) {
            throw new IllegalStateException("the read did not ask for " + key);
        }
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
