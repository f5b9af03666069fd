package dev.ferry.simulation.sources;

import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Items of the SDK's, as Lambda's events have them. */
final class LambdaValues {
    private LambdaValues() {}

    static Map<String, AttributeValue> item(
            Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item) {
        Map<String, AttributeValue> shown = new HashMap<>();
        item.forEach((name, value) -> shown.put(name, value(value)));
        return shown;
    }

    private static AttributeValue value(software.amazon.awssdk.services.dynamodb.model.AttributeValue value) {
        AttributeValue shown = new AttributeValue();
        return switch (value.type()) {
            case S -> shown.withS(value.s());
            case N -> shown.withN(value.n());
            case BOOL -> shown.withBOOL(value.bool());
            case B -> shown.withB(value.b().asByteBuffer());
            case SS -> shown.withSS(List.copyOf(value.ss()));
            case L -> shown.withL(value.l().stream().map(LambdaValues::value).toList());
            case M -> shown.withM(item(value.m()));
            case NUL -> shown.withNULL(true);
            default -> throw new IllegalArgumentException("no item of Ferry's holds " + value);
        };
    }
}
