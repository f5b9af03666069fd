package dev.ferry.local.queues;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** What ReceiveMessage tells of a message: of its attributes, those that were asked for. */
final class ReceivedMessage {
    private ReceivedMessage() {}

    static Message of(QueuedMessage message, ReceiveMessageRequest request, String sender) {
        Map<String, MessageAttributeValue> attributes = messageAttributes(message, request.messageAttributeNames());
        return Message.builder()
                .messageId(message.id())
                .receiptHandle(message.receiptHandle().orElseThrow())
                .body(message.body())
                .md5OfBody(MessageDigests.ofBody(message.body()))
                .attributes(systemAttributes(message, request.messageSystemAttributeNames(), sender))
                .messageAttributes(attributes)
                .md5OfMessageAttributes(MessageDigests.ofAttributes(attributes))
                .build();
    }

    private static Map<MessageSystemAttributeName, String> systemAttributes(
            QueuedMessage message, List<MessageSystemAttributeName> names, String sender) {
        Map<MessageSystemAttributeName, String> attributes = new EnumMap<>(MessageSystemAttributeName.class);
        if (names.isEmpty()) {
            return attributes;
        }
        attributes.put(MessageSystemAttributeName.SENDER_ID, sender);
        attributes.put(MessageSystemAttributeName.SENT_TIMESTAMP, millis(message.sent()));
        attributes.put(
                MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP,
                millis(message.firstReceived().orElseThrow()));
        attributes.put(
                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, Integer.toString(message.receives()));
        message.group().ifPresent(group -> attributes.put(MessageSystemAttributeName.MESSAGE_GROUP_ID, group));
        message.movedFrom()
                .ifPresent(arn -> attributes.put(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN, arn));
        if (!names.contains(MessageSystemAttributeName.ALL)) {
            attributes.keySet().retainAll(names);
        }
        return attributes;
    }

    private static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }

    private static Map<String, MessageAttributeValue> messageAttributes(QueuedMessage message, List<String> names) {
        if (names.contains("All") || names.contains(".*")) {
            return message.attributes();
        }
        Map<String, MessageAttributeValue> named = new HashMap<>(message.attributes());
        named.keySet().retainAll(names);
        return named;
    }
}
