package dev.ferry.store;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where an item lies: the table, without the stack's prefix, and the item's key. */
public record ItemKey(String table, Map<String, AttributeValue> key) {
    public ItemKey {
        key = Map.copyOf(key);
    }

    public static ItemKey of(String table, String hashName, String hash) {
        return new ItemKey(table, Map.of(hashName, Attributes.string(hash)));
    }

    public static ItemKey of(String table, String hashName, String hash, String rangeName, String range) {
        return new ItemKey(table, Map.of(hashName, Attributes.string(hash), rangeName, Attributes.string(range)));
    }

    /** The key of an item of the same table. */
    ItemKey sameTable(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> itsKey = new HashMap<>(item);
        itsKey.keySet().retainAll(key.keySet());
        return new ItemKey(table, itsKey);
    }

    /** A new item with this key and these attributes. */
    public Map<String, AttributeValue> item(Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(key);
        item.putAll(attributes);
        return item;
    }
}
