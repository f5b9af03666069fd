package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.transformers.v2.dynamodb.DynamodbAttributeValueTransformer;
import dev.ferry.registry.RegionName;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

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
            DynamodbStreamRecord record, Function<Map<String, AttributeValue>, T> reader) {
        try {
            return reader.apply(DynamodbAttributeValueTransformer.toAttributeValueMapV2(
                    Optional.ofNullable(record.getDynamodb().getNewImage()).orElseThrow(
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
}
