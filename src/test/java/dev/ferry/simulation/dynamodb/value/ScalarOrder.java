package dev.ferry.simulation.dynamodb.value;

import java.util.Arrays;
import java.util.Comparator;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue.Type;

/** The order of strings, numbers and bytes; strings are ordered as their UTF-8 is. Both values are of one such type. */
public final class ScalarOrder implements Comparator<AttributeValue> {
    public static final ScalarOrder INSTANCE = new ScalarOrder();

    private ScalarOrder() {}

    public static boolean orders(AttributeValue value) {
        return value.type() == Type.S || value.type() == Type.N || value.type() == Type.B;
    }

    @Override
    public int compare(AttributeValue first, AttributeValue second) {
        if (first.type() != second.type()) {
            throw new IllegalArgumentException("no order of " + first + " and " + second);
        }
        return switch (first.type()) {
            case S -> compare(first.s(), second.s());
            case N -> Numbers.parse(first.n()).compareTo(Numbers.parse(second.n()));
            case B -> Arrays.compareUnsigned(first.b().asByteArrayUnsafe(), second.b().asByteArrayUnsafe());
            default -> throw new IllegalArgumentException("no order of " + first + " and " + second);
        };
    }

    /** Whether a string or bytes start with others; false for what is of another type. */
    public static boolean startsWith(AttributeValue value, AttributeValue prefix) {
        if (value.type() == Type.S && prefix.type() == Type.S) {
            return value.s().startsWith(prefix.s());
        }
        if (value.type() == Type.B && prefix.type() == Type.B) {
            byte[] bytes = value.b().asByteArrayUnsafe();
            byte[] start = prefix.b().asByteArrayUnsafe();
            return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
        }
        return false;
    }

    /** UTF-16 puts surrogates before the characters from U+E000 on, UTF-8 puts what they stand for behind. */
    private static int compare(String first, String second) {
        int length = Math.min(first.length(), second.length());
        for (int index = 0; index < length; index++) {
            char one = first.charAt(index);
            char other = second.charAt(index);
            if (one != other) {
                boolean surrogate = Character.isSurrogate(one);
                return surrogate == Character.isSurrogate(other) ? one - other : surrogate ? 1 : -1;
            }
        }
        return first.length() - second.length();
    }
}
