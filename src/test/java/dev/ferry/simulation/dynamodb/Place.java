package dev.ferry.simulation.dynamodb;

import dev.ferry.simulation.dynamodb.value.ScalarOrder;
import java.util.Comparator;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue.Type;

/**
 * Where an item lies in a partition: by its sort key, and as an index may have many items of one sort key, by the table's
 * key. Besides there are the places between items, at which ranges begin and end.
 *
 * @param owner the item's key in the table; empty for what is no item's place
 */
record Place(AttributeValue range, Edge edge, Optional<PrimaryKey> owner) {
    static final Comparator<Place> ORDER = Place::compare;

    enum Edge { BEFORE, AT, AFTER, AFTER_ALL_THAT_BEGIN_SO }

    static Place of(AttributeValue range, PrimaryKey owner) {
        return new Place(range, Edge.AT, Optional.of(owner));
    }

    static Place before(AttributeValue range) {
        return new Place(range, Edge.BEFORE, Optional.empty());
    }

    static Place after(AttributeValue range) {
        return new Place(range, Edge.AFTER, Optional.empty());
    }

    static Place afterPrefix(AttributeValue prefix) {
        return new Place(prefix, Edge.AFTER_ALL_THAT_BEGIN_SO, Optional.empty());
    }

    private static int compare(Place first, Place second) {
        if (first.isAfterAllLike(second)) {
            return second.isAfterAllLike(first) ? 0 : 1;
        }
        if (second.isAfterAllLike(first)) {
            return -1;
        }
        int order = order(first.range, second.range);
        if (order == 0) {
            order = first.edge.compareTo(second.edge);
        }
        return order == 0 && first.edge == Edge.AT ? order(first.owner.orElseThrow(), second.owner.orElseThrow()) : order;
    }

    private boolean isAfterAllLike(Place other) {
        return edge == Edge.AFTER_ALL_THAT_BEGIN_SO && ScalarOrder.startsWith(other.range, range);
    }

    private static int order(PrimaryKey first, PrimaryKey second) {
        int order = order(first.hash(), second.hash());
        return order == 0 ? order(first.range(), second.range()) : order;
    }

    private static int order(AttributeValue first, AttributeValue second) {
        return first.type() == Type.NUL ? 0 : ScalarOrder.INSTANCE.compare(first, second);
    }
}
