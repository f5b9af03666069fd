package dev.ferry.simulation.dynamodb;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Short ways to write attributes down, and to name what came of a call. */
final class TestAttributes {
    private TestAttributes() {}

    /** Names and values in turn; the type of a value follows from Java's. */
    static Map<String, AttributeValue> attributes(Object... namesAndValues) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            attributes.put((String) namesAndValues[index], value(namesAndValues[index + 1]));
        }
        return attributes;
    }

    static Map<String, AttributeValue> with(Map<String, AttributeValue> attributes, Object... namesAndValues) {
        Map<String, AttributeValue> all = new HashMap<>(attributes);
        all.putAll(attributes(namesAndValues));
        return all;
    }

    static AttributeValue value(Object value) {
        if (value instanceof AttributeValue already) {
            return already;
        }
        if (value instanceof String text) {
            return AttributeValue.fromS(text);
        }
        if (value instanceof Number number) {
            return number(number.toString());
        }
        if (value instanceof Boolean flag) {
            return AttributeValue.fromBool(flag);
        }
        if (value instanceof byte[] bytes) {
            return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
        }
        if (value instanceof Set<?> strings) {
            return AttributeValue.fromSs(strings.stream().map(Object::toString).sorted().toList());
        }
        if (value instanceof List<?> list) {
            return AttributeValue.fromL(list.stream().map(TestAttributes::value).toList());
        }
        throw new IllegalArgumentException("no attribute is made of " + value);
    }

    static AttributeValue number(String text) {
        return AttributeValue.fromN(text);
    }

    /** The code of the error that a call ends with, or {@code none}. */
    static String refusal(Runnable call) {
        try {
            call.run();
            return "none";
        } catch (DynamoDbException refused) {
            return refused.awsErrorDetails().errorCode();
        }
    }

    /** An item by which answers can be compared: sorted, its sets too, and with numbers in one form. */
    static Map<String, AttributeValue> sorted(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> sorted = new TreeMap<>(item);
        sorted.replaceAll((name, value) -> switch (value.type()) {
            case SS -> AttributeValue.fromSs(value.ss().stream().sorted().toList());
            case N -> number(new BigDecimal(value.n()).stripTrailingZeros().toPlainString());
            default -> value;
        });
        return sorted;
    }

    static List<Map<String, AttributeValue>> sorted(Collection<Map<String, AttributeValue>> items) {
        return items.stream().map(TestAttributes::sorted).toList();
    }
}
