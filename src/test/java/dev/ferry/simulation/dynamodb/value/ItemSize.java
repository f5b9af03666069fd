package dev.ferry.simulation.dynamodb.value;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How large DynamoDB takes an item to be, in bytes: names and values in UTF-8, numbers by their digits. */
public final class ItemSize {
    /** 400 KB, names included. */
    public static final int MAX = 400 * 1024;

    private static final int OF_A_COLLECTION = 3;
    private static final int OF_AN_ELEMENT = 1;

    private ItemSize() {}

    public static long of(Map<String, AttributeValue> item) {
        long size = 0;
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            size += utf8(attribute.getKey()) + of(attribute.getValue());
        }
        return size;
    }

    private static long of(AttributeValue value) {
        return switch (value.type()) {
            case S -> utf8(value.s());
            case N -> number(value.n());
            case B -> value.b().asByteArrayUnsafe().length;
            case SS -> value.ss().stream().mapToLong(ItemSize::utf8).sum();
            case NS -> value.ns().stream().mapToLong(ItemSize::number).sum();
            case BS -> value.bs().stream().mapToLong(bytes -> bytes.asByteArrayUnsafe().length).sum();
            case L -> OF_A_COLLECTION
                    + value.l().stream().mapToLong(element -> OF_AN_ELEMENT + of(element)).sum();
            case M -> OF_A_COLLECTION + (long) OF_AN_ELEMENT * value.m().size() + of(value.m());
            default -> 1;
        };
    }

    /** Two digits a byte, and one more; zeros at either end do not count. */
    private static long number(String number) {
        int first = -1;
        int last = -1;
        int point = 0;
        for (int index = 0; index < number.length(); index++) {
            char digit = number.charAt(index);
            if (digit >= '1' && digit <= '9') {
                first = first < 0 ? index : first;
                last = index;
            }
            point = digit == '.' ? index : point;
        }
        long digits = first < 0 ? 0 : last - first + 1 - (first < point && point < last ? 1 : 0);
        return (digits + 1) / 2 + 1 + (number.startsWith("-") ? 1 : 0);
    }

    private static long utf8(String text) {
        long size = 0;
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            // A surrogate is half of a character of four bytes.
            size += character < 0x80 ? 1 : character < 0x800 || Character.isSurrogate(character) ? 2 : 3;
        }
        return size;
    }
}
