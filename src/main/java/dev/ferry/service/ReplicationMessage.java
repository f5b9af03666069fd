package dev.ferry.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Registry;
import dev.ferry.replication.PushId;
import dev.ferry.store.ImageKey;

/** Which replication is to be carried on. Its source Region is that of the queue that the message lies in. */
public record ReplicationMessage(ImageKey image, PushId push, Registry destination) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public String write() {
        return JsonNodeFactory.instance.objectNode()
                .put("image", image.toString())
                .put("push", push.value())
                .put("account", destination.account().value())
                .put("region", destination.region().value())
                .toString();
    }

    /** @throws UnreadableMessageException when it is no message of Ferry's */
    public static ReplicationMessage read(String body) {
        try {
            JsonNode message = JSON.readTree(body);
            return new ReplicationMessage(
                    ImageKey.parse(message.path("image").asText()),
                    new PushId(message.path("push").asText()),
                    Registry.of(message.path("account").asText(), message.path("region").asText()));
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
