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
final class Attributes {
    private Attributes() {}

    static AttributeValue string(Object value) {
        return AttributeValue.fromS(value.toString());
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static AttributeValue time(Instant value) {
        return number(value.toEpochMilli());
    }

    static AttributeValue bytes(byte[] value) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(value));
    }

    static AttributeValue flag(boolean value) {
        return AttributeValue.fromBool(value);
    }

    static AttributeValue strings(Collection<?> values) {
        return AttributeValue.fromSs(values.stream().map(Object::toString).sorted().toList());
    }

    static AttributeValue map(Map<String, AttributeValue> values) {
        return AttributeValue.fromM(values);
    }

    static String string(Map<String, AttributeValue> item, String name) {
        return required(item, name, AttributeValue::s);
    }

    /** @throws UnreadableItemException if the item has no such attribute of that type */
    static <T> T required(Map<String, AttributeValue> item, String name, Function<AttributeValue, T> type) {
        return Optional.ofNullable(item.get(name))
                .map(type)
                .orElseThrow(() -> new UnreadableItemException("the item has no attribute '" + name + "' of the right type"));
    }

    static Optional<String> optionalString(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }

    static long number(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(required(item, name, AttributeValue::n));
    }

    static Instant time(Map<String, AttributeValue> item, String name) {
        return Instant.ofEpochMilli(number(item, name));
    }

    static Optional<Instant> optionalTime(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? Optional.of(time(item, name)) : Optional.empty();
    }

    static List<String> strings(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? item.get(name).ss() : List.of();
    }
}
