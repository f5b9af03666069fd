package dev.ferry.simulation.dynamodb.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The form in which values are kept, so that equal ones are equal objects: numbers as DynamoDB writes them, sets and maps
 * sorted. Sorted also so that one seed gives one run, as the order of {@code Map.of} changes from process to process.
 */
public final class NormalForm {
    private static final Comparator<SdkBytes> BYTES =
            Comparator.comparing(AttributeValue::fromB, ScalarOrder.INSTANCE);

    private NormalForm() {}

    /**
     * The attributes, unmodifiable and sorted by name.
     *
     * @throws InvalidValueException for what DynamoDB would not take
     */
    public static Map<String, AttributeValue> of(Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> normal = new TreeMap<>();
        attributes.forEach((name, value) -> normal.put(name, of(value)));
        return Collections.unmodifiableMap(normal);
    }

    private static AttributeValue of(AttributeValue value) {
        return switch (value.type()) {
            case S, B, BOOL -> value;
            case NUL -> nul(value);
            case N -> number(value);
            case SS -> AttributeValue.fromSs(set(value.ss(), Comparator.naturalOrder()));
            case NS -> AttributeValue.fromNs(
                    set(value.ns().stream().map(Numbers::normal).toList(), Comparator.comparing(Numbers::parse)));
            case BS -> AttributeValue.fromBs(set(value.bs(), BYTES));
            case L -> AttributeValue.fromL(value.l().stream().map(NormalForm::of).toList());
            case M -> AttributeValue.fromM(of(value.m()));
            default -> throw new InvalidValueException("Supplied AttributeValue has more than one datatypes set, or is "
                    + "empty, must contain exactly one of the supported datatypes");
        };
    }

    private static AttributeValue nul(AttributeValue value) {
        if (!value.nul()) {
            throw new InvalidValueException("Null attribute value types must have the value of true");
        }
        return value;
    }

    private static AttributeValue number(AttributeValue value) {
        String normal = Numbers.normal(value.n());
        return normal.equals(value.n()) ? value : AttributeValue.fromN(normal);
    }

    private static <T> List<T> set(List<T> members, Comparator<T> order) {
        if (members.isEmpty()) {
            throw new InvalidValueException("A set may not be empty");
        }
        TreeSet<T> sorted = new TreeSet<>(order);
        sorted.addAll(members);
        if (sorted.size() < members.size()) {
            throw new InvalidValueException("Input collection " + members + " contains duplicates.");
        }
        return new ArrayList<>(sorted);
    }
}
