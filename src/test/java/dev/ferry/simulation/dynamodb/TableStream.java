package dev.ferry.simulation.dynamodb;

import dev.ferry.simulation.dynamodb.value.ItemSize;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** What was changed in a table, in the order in which it was, with both images. A write that changes nothing is no change. */
final class TableStream {
    private final String name;
    private final String region;
    private final Clock clock;
    private final List<Record> records = new ArrayList<>();

    /** @param name of the table; with the Region it makes the records' ids unlike those of other streams */
    TableStream(String name, String region, Clock clock) {
        this.name = name;
        this.region = region;
        this.clock = clock;
    }

    List<Record> records() {
        return Collections.unmodifiableList(records);
    }

    void append(
            Map<String, AttributeValue> keys,
            Optional<Map<String, AttributeValue>> before,
            Optional<Map<String, AttributeValue>> after) {
        if (before.equals(after)) {
            return;
        }
        String sequenceNumber = String.format("%021d", records.size() + 1);
        OperationType operation = before.isEmpty()
                ? OperationType.INSERT
                : after.isEmpty() ? OperationType.REMOVE : OperationType.MODIFY;
        long size = ItemSize.of(keys) + before.map(ItemSize::of).orElse(0L) + after.map(ItemSize::of).orElse(0L);
        records.add(Record.builder()
                .eventID(eventId(sequenceNumber))
                .eventName(operation)
                .eventVersion("1.1")
                .eventSource("aws:dynamodb")
                .awsRegion(region)
                .dynamodb(change -> {
                    change.approximateCreationDateTime(clock.instant())
                            .keys(keys)
                            .sequenceNumber(sequenceNumber)
                            .sizeBytes(size)
                            .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES);
                    before.ifPresent(change::oldImage);
                    after.ifPresent(change::newImage);
                })
                .build());
    }

    private String eventId(String sequenceNumber) {
        String unique = region + "/" + name + "/" + sequenceNumber;
        return UUID.nameUUIDFromBytes(unique.getBytes(StandardCharsets.UTF_8)).toString().replace("-", "");
    }
}
