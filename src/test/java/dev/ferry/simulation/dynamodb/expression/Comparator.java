package dev.ferry.simulation.dynamodb.expression;

import dev.ferry.simulation.dynamodb.value.ScalarOrder;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How two operands are compared. What is not there equals nothing, and has no order; nor have values of two types. */
enum Comparator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    private static final Map<String, Comparator> BY_SYMBOL = Map.of(
            "=", EQUAL, "<>", NOT_EQUAL, "<", LESS, "<=", LESS_OR_EQUAL, ">", GREATER, ">=", GREATER_OR_EQUAL);

    static Optional<Comparator> of(String symbol) {
        return Optional.ofNullable(BY_SYMBOL.get(symbol));
    }

    boolean isOfOrder() {
        return this != EQUAL && this != NOT_EQUAL;
    }

    boolean holds(Optional<AttributeValue> left, Optional<AttributeValue> right) {
        boolean equal = left.isPresent() && left.equals(right);
        if (this == EQUAL) {
            return equal;
        }
        if (this == NOT_EQUAL) {
            return !equal;
        }
        if (left.isEmpty() || right.isEmpty() || left.get().type() != right.get().type()
                || !ScalarOrder.orders(left.get())) {
            return false;
        }
        int order = ScalarOrder.INSTANCE.compare(left.get(), right.get());
        return switch (this) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
    }
}
