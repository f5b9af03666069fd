package dev.ferry.simulation.history;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a commit did to one item: what it held before and holds after; nothing where the item was not or is not there. */
public record Change(
        ItemName item, Optional<Map<String, AttributeValue>> before, Optional<Map<String, AttributeValue>> after) {

    public boolean isOf(String table, String sortPrefix) {
        return item.table().equals(table) && item.sort().startsWith(sortPrefix);
    }

    /** An attribute that the item has from now on. */
    public boolean sets(String attribute) {
        return !has(before, attribute) && has(after, attribute);
    }

    /** An attribute that the item has no longer. */
    public boolean removes(String attribute) {
        return has(before, attribute) && !has(after, attribute);
    }

    /** An attribute that the item had and has, with another value. */
    public boolean alters(String attribute) {
        return has(before, attribute) && has(after, attribute)
                && !before.get().get(attribute).equals(after.get().get(attribute));
    }

    public static boolean has(Optional<Map<String, AttributeValue>> item, String attribute) {
        return item.isPresent() && item.get().containsKey(attribute);
    }

    /** The text of an attribute, or nothing where there is none. */
    public static Optional<String> text(Optional<Map<String, AttributeValue>> item, String attribute) {
        return item.map(attributes -> attributes.get(attribute)).map(AttributeValue::s);
    }
}
