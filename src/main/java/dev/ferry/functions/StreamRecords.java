package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import dev.ferry.registry.RegionName;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;

/** What the records of a table's stream say, in the form in which the tables read it. */
final class StreamRecords {
    private StreamRecords() {}

    /** The Region of the table. */
    static RegionName region(DynamodbStreamRecord record) {
        return new RegionName(record.getAwsRegion());
    }

    /**
     * Reads the item as it was after the change.
     *
     * @throws UnreadableRecordException when the reader does not know it for one of its items
     */
    static <T> T read(
            DynamodbStreamRecord record,
            Function<Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue>, T> reader) {
        try {
            return reader.apply(item(Optional.ofNullable(record.getDynamodb().getNewImage()).orElseThrow(
                    () -> new IllegalStateException("there is no item after the change"))));
        } catch (RuntimeException unreadable) {
            // Nothing was done but read what the record holds, so it is the record, and trying again will not help.
            throw new UnreadableRecordException(record, unreadable);
        }
    }

    /** A record of an item that is none of Ferry's, or not one as this version of Ferry writes it. */
    static final class UnreadableRecordException extends RuntimeException {
        UnreadableRecordException(DynamodbStreamRecord record, RuntimeException cause) {
            super("the " + record.getEventName() + " " + record.getEventID() + " cannot be read: " + cause.getMessage(), cause);
        }
    }

    private static Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item(Map<String, AttributeValue> image) {
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
