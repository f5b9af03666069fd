package dev.ferry.local.triggers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.local.lambda.StackLocation;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * An SQS message as Lambda shows it to a function.
 *
 * @param identifier    the message id
 * @param receiptHandle what it is deleted by
 */
record QueueMessage(String identifier, String receiptHandle, ObjectNode event) implements BatchFunction.Item {
    private static final ObjectMapper JSON = new ObjectMapper();

    static QueueMessage of(Message message, String queue, StackLocation location) {
        ObjectNode event = JSON.createObjectNode();
        event.put("messageId", message.messageId());
        event.put("receiptHandle", message.receiptHandle());
        event.put("body", message.body());
        ObjectNode attributes = event.putObject("attributes");
        message.attributesAsStrings().forEach(attributes::put);
        ObjectNode messageAttributes = event.putObject("messageAttributes");
        message.messageAttributes().forEach((name, value) -> messageAttributes.set(name, attribute(value)));
        event.put("md5OfBody", message.md5OfBody());
        event.put("eventSource", "aws:sqs");
        event.put("eventSourceARN", location.arn("sqs", queue));
        event.put("awsRegion", location.region());
        return new QueueMessage(message.messageId(), message.receiptHandle(), event);
    }

    private static ObjectNode attribute(MessageAttributeValue value) {
        ObjectNode attribute = JSON.createObjectNode();
        if (value.stringValue() != null) {
            attribute.put("stringValue", value.stringValue());
        }
        if (value.binaryValue() != null) {
            attribute.put("binaryValue", value.binaryValue().asByteArray());
        }
        attribute.putArray("stringListValues");
        attribute.putArray("binaryListValues");
        attribute.put("dataType", value.dataType());
        return attribute;
    }
}
