package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;

/** An item as a stream record gives it, in the form in which the tables read it. */
final class StreamRecords {
    private StreamRecords() {}

    static Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item(Map<String, AttributeValue> image) {
        return image.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> value(entry.getValue())));
    }

    private static software.amazon.awssdk.services.dynamodb.model.AttributeValue value(AttributeValue value) {
        var builder = software.amazon.awssdk.services.dynamodb.model.AttributeValue.builder();
        if (value.getS() != null) {
            builder.s(value.getS());
        } else if (value.getN() != null) {
            builder.n(value.getN());
        } else if (value.getBOOL() != null) {
            builder.bool(value.getBOOL());
        } else if (value.getB() != null) {
            builder.b(SdkBytes.fromByteBuffer(value.getB()));
        } else if (value.getSS() != null) {
            builder.ss(value.getSS());
        } else if (value.getNS() != null) {
            builder.ns(value.getNS());
        } else if (value.getL() != null) {
            builder.l(value.getL().stream().map(StreamRecords::value).toList());
        } else if (value.getM() != null) {
            builder.m(item(value.getM()));
        } else {
            builder.nul(true);
        }
        return builder.build();
    }
}
