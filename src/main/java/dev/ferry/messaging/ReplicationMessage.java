package dev.ferry.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.PushId;

/**
 * Which replication is to be carried on. Its source Region is that of the queue that the message lies in.
 *
 * @param attempt    at the replication, for which the queue tries as often as it allows
 * @param backfilled whether a backfill opened the replication, which then waits in a queue that delays no push
 */
public record ReplicationMessage(
        ImageKey image, PushId push, Registry destination, int attempt, boolean backfilled) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** About the first attempt at a replication of a push. */
    public ReplicationMessage(ImageKey image, PushId push, Registry destination) {
        this(image, push, destination, 0, false);
    }

    public String write() {
        ObjectNode message = JsonNodeFactory.instance.objectNode()
                .put("image", image.toString())
                .put("push", push.value())
                .put("account", destination.account().value())
                .put("region", destination.region().value());
        if (attempt > 0) {
            message.put("attempt", attempt);
        }
        if (backfilled) {
            message.put("backfilled", true);
        }
        return message.toString();
    }

    /** @throws UnreadableMessageException when it is no message of Ferry's */
    public static ReplicationMessage read(String body) {
        try {
            JsonNode message = JSON.readTree(body);
            return new ReplicationMessage(
                    ImageKey.parse(message.path("image").asText()),
                    new PushId(message.path("push").asText()),
                    Registry.of(message.path("account").asText(), message.path("region").asText()),
                    message.path("attempt").asInt(0),
                    message.path("backfilled").asBoolean(false));
        } catch (JsonProcessingException | InvalidValueException | IllegalArgumentException unreadable) {
            throw new UnreadableMessageException(body, unreadable);
        }
    }

    /** A message that says nothing that Ferry understands. */
    public static final class UnreadableMessageException extends RuntimeException {
        UnreadableMessageException(String body, Throwable cause) {
            super("not a replication message: " + body.substring(0, Math.min(body.length(), 200)), cause);
        }
    }

    @Override
    public String toString() {
        return "push " + push + " to " + destination;
    }
}
