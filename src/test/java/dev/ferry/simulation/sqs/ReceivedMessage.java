package dev.ferry.simulation.sqs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
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
        return Message.builder()
                .messageId(message.id())
                .receiptHandle(message.receiptHandle().orElseThrow())
                .body(message.body())
                .md5OfBody(md5(message.body()))
                .attributes(systemAttributes(message, request.messageSystemAttributeNames(), sender))
                .messageAttributes(messageAttributes(message, request.messageAttributeNames()))
                .build();
    }

    static String md5(String body) {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(md5);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
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
