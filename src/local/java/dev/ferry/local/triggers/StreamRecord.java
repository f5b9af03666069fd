package dev.ferry.local.triggers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * A record of a table's stream as Lambda shows it to a function.
 *
 * @param identifier the sequence number
 * @param at         when the item was changed, which DynamoDB Local cuts to the minute
 */
record StreamRecord(String identifier, Instant at, ObjectNode event) implements BatchFunction.Item {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param streamArn the stream's ARN on AWS; DynamoDB Local's own names neither the Region nor the account */
    static StreamRecord of(Record change, String streamArn, String region) {
        ObjectNode event = JSON.createObjectNode();
        event.put("eventID", change.eventID());
        event.put("eventName", change.eventNameAsString());
        event.put("eventVersion", "1.1");
        event.put("eventSource", "aws:dynamodb");
        event.put("awsRegion", region);
        ObjectNode dynamodb = event.putObject("dynamodb");
        Instant at = change.dynamodb().approximateCreationDateTime();
        dynamodb.put("ApproximateCreationDateTime", at.getEpochSecond());
        dynamodb.set("Keys", item(change.dynamodb().keys()));
        if (change.dynamodb().hasNewImage()) {
            dynamodb.set("NewImage", item(change.dynamodb().newImage()));
        }
        if (change.dynamodb().hasOldImage()) {
            dynamodb.set("OldImage", item(change.dynamodb().oldImage()));
        }
        dynamodb.put("SequenceNumber", change.dynamodb().sequenceNumber());
        dynamodb.put("SizeBytes", change.dynamodb().sizeBytes());
        dynamodb.put("StreamViewType", change.dynamodb().streamViewTypeAsString());
        event.put("eventSourceARN", streamArn);
        return new StreamRecord(change.dynamodb().sequenceNumber(), at, event);
    }

    private static ObjectNode item(Map<String, AttributeValue> attributes) {
        ObjectNode item = JSON.createObjectNode();
        attributes.forEach((name, value) -> item.set(name, typed(value)));
        return item;
    }

    private static JsonNode typed(AttributeValue value) {
        ObjectNode typed = JSON.createObjectNode();
        switch (value.type()) {
            case S -> typed.put("S", value.s());
            case N -> typed.put("N", value.n());
            case B -> typed.put("B", value.b().asByteArray());
            case BOOL -> typed.put("BOOL", value.bool());
            case NUL -> typed.put("NULL", true);
            case SS -> value.ss().forEach(typed.putArray("SS")::add);
            case NS -> value.ns().forEach(typed.putArray("NS")::add);
            case BS -> {
                ArrayNode set = typed.putArray("BS");
                value.bs().forEach(bytes -> set.add(bytes.asByteArray()));
            }
            case M -> typed.set("M", item(value.m()));
            case L -> {
                ArrayNode list = typed.putArray("L");
                value.l().forEach(element -> list.add(typed(element)));
            }
            default -> throw new IllegalArgumentException("an attribute of an unknown type: " + value);
        }
        return typed;
    }
}
