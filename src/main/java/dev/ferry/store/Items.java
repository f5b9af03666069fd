package dev.ferry.store;

import java.util.Map;
import java.util.Optional;
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
}
