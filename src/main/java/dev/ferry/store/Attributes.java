package dev.ferry.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** DynamoDB's attribute values, from and to Java's. Times are milliseconds since 1970, as numbers. */
public final class Attributes {
    private Attributes() {}

    public static AttributeValue string(Object value) {
        return AttributeValue.fromS(value.toString());
    }

    public static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    public static AttributeValue time(Instant value) {
        return number(value.toEpochMilli());
    }

    public static AttributeValue bytes(byte[] value) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(value));
    }

    public static AttributeValue flag(boolean value) {
        return AttributeValue.fromBool(value);
    }

    public static AttributeValue strings(Collection<?> values) {
        return AttributeValue.fromSs(values.stream().map(Object::toString).sorted().toList());
    }

    public static AttributeValue map(Map<String, AttributeValue> values) {
        return AttributeValue.fromM(values);
    }

    public static String string(Map<String, AttributeValue> item, String name) {
        return required(item, name, AttributeValue::s);
    }

    /** @throws UnreadableItemException if the item has no such attribute of that type */
    public static <T> T required(Map<String, AttributeValue> item, String name, Function<AttributeValue, T> type) {
        return Optional.ofNullable(item.get(name))
                .map(type)
                .orElseThrow(() -> new UnreadableItemException("the item has no attribute '" + name + "' of the right type"));
    }

    public static Optional<String> optionalString(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }

    public static long number(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(required(item, name, AttributeValue::n));
    }

    public static Instant time(Map<String, AttributeValue> item, String name) {
        return Instant.ofEpochMilli(number(item, name));
    }

    public static Optional<Instant> optionalTime(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? Optional.of(time(item, name)) : Optional.empty();
    }

    public static List<String> strings(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? item.get(name).ss() : List.of();
    }
}
