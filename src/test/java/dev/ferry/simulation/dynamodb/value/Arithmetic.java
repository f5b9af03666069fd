package dev.ferry.simulation.dynamodb.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue.Type;

/** What updates do to numbers and sets; values and results are in normal form. */
public final class Arithmetic {
    private Arithmetic() {}

    /** @throws InvalidValueException if they are not two numbers, or the result is out of bounds */
    public static AttributeValue sum(AttributeValue augend, AttributeValue addend, boolean minus) {
        if (augend.type() != Type.N || addend.type() != Type.N) {
            throw incorrectType();
        }
        return AttributeValue.fromN(Numbers.sum(augend.n(), addend.n(), minus));
    }

    /**
     * The members of both sets.
     *
     * @throws InvalidValueException if they are not two sets of one type
     */
    public static AttributeValue union(AttributeValue set, AttributeValue more) {
        return combined(set, more, true).orElseThrow();
    }

    /**
     * The members of the first set that the second lacks; empty if there are none, as there is no empty set.
     *
     * @throws InvalidValueException if they are not two sets of one type
     */
    public static Optional<AttributeValue> difference(AttributeValue set, AttributeValue less) {
        return combined(set, less, false);
    }

    public static boolean isSet(AttributeValue value) {
        return value.type() == Type.SS || value.type() == Type.NS || value.type() == Type.BS;
    }

    private static Optional<AttributeValue> combined(AttributeValue set, AttributeValue other, boolean both) {
        if (set.type() != other.type() || !isSet(set)) {
            throw incorrectType();
        }
        AttributeValue.Builder result = AttributeValue.builder();
        boolean empty = switch (set.type()) {
            case SS -> result.ss(combined(set.ss(), other.ss(), both)).build().ss().isEmpty();
            case NS -> result.ns(combined(set.ns(), other.ns(), both)).build().ns().isEmpty();
            default -> result.bs(combined(set.bs(), other.bs(), both)).build().bs().isEmpty();
        };
        return empty
                ? Optional.empty()
                : Optional.of(NormalForm.of(Map.of("set", result.build())).get("set"));
    }

    private static <T> List<T> combined(List<T> set, List<T> other, boolean both) {
        List<T> result = new ArrayList<>(set);
        result.removeAll(other);
        if (both) {
            result.addAll(other);
        }
        return result;
    }

    private static InvalidValueException incorrectType() {
        return new InvalidValueException("An operand in the update expression has an incorrect data type");
    }
}
