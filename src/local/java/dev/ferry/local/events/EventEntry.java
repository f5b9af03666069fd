package dev.ferry.local.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An entry of a PutEvents call that EventBridge takes.
 *
 * @param detail a JSON object
 * @param time   when it happened
 */
record EventEntry(String source, String detailType, JsonNode detail, JsonNode resources, Instant time) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An entry that EventBridge does not take; the code and the message are the entry's in the answer. */
    static final class InvalidEntryException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String code;

        InvalidEntryException(String code, String message) {
            super(message);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    static EventEntry of(JsonNode entry, Instant now) throws InvalidEntryException {
        String source = required(entry, "Source");
        String detailType = required(entry, "DetailType");
        JsonNode detail = detail(required(entry, "Detail"));
        JsonNode resources = entry.path("Resources").isArray() ? entry.path("Resources") : JSON.createArrayNode();
        JsonNode time = entry.path("Time"); // seconds, perhaps with a fraction
        Instant at = time.isNumber() ? Instant.ofEpochMilli(Math.round(time.asDouble() * 1000)) : now;
        return new EventEntry(source, detailType, detail, resources, at);
    }

    /** The event as rules and functions see it. */
    ObjectNode event(String id, String account, String region) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "0");
        event.put("id", id);
        event.put("detail-type", detailType);
        event.put("source", source);
        event.put("account", account);
        event.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", region);
        event.set("resources", resources);
        event.set("detail", detail);
        return event;
    }

    private static String required(JsonNode entry, String name) throws InvalidEntryException {
        String value = entry.path(name).asText("");
        if (value.isEmpty()) {
            throw new InvalidEntryException(
                    "InvalidArgument", "Parameter " + name + " is not valid. Reason: " + name + " is a required argument.");
        }
        return value;
    }

    private static JsonNode detail(String text) throws InvalidEntryException {
        try {
            JsonNode detail = JSON.readTree(text);
            if (detail.isObject()) {
                return detail;
            }
        } catch (JsonProcessingException e) {
            // malformed, as what is no object is
        }
        throw new InvalidEntryException("MalformedDetail", "Detail is malformed.");
    }
}
