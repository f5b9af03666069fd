package dev.ferry.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** EventBridge's API, as far as those need it who send events: {@code PutEvents}, in AWS JSON 1.1. */
public final class EventsApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PUT_EVENTS = "AWSEvents.PutEvents";
    private static final int MOST_ENTRIES = 10;
    private static final int LARGEST_REQUEST = 1_048_576;

    private final EventBus bus;
    private final Clock clock;

    public EventsApi(EventBus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
    }

    /** @param json the body, an AWS JSON 1.1 document */
    public record Answer(int status, byte[] json) {}

    /**
     * Answers a request.
     *
     * @param target  the header {@code X-Amz-Target}
     * @param account whose events these are
     * @param region  the Region whose bus is meant
     */
    public Answer handle(String target, byte[] body, String account, String region) {
        try {
            if (!PUT_EVENTS.equals(target)) {
                throw new EventRejection("UnknownOperationException", "Only PutEvents is known here");
            }
            return answer(200, putEvents(request(body), account, region));
        } catch (EventRejection e) {
            return answer(400, JSON.createObjectNode().put("__type", e.code()).put("message", e.getMessage()));
        }
    }

    private ObjectNode putEvents(JsonNode request, String account, String region) throws EventRejection {
        JsonNode entries = request.path("Entries");
        if (!entries.isArray() || entries.isEmpty() || entries.size() > MOST_ENTRIES) {
            throw new EventRejection(
                    "ValidationException",
                    "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length "
                            + "from 1 to " + MOST_ENTRIES);
        }
        for (JsonNode entry : entries) {
            requireDefaultBus(entry.path("EventBusName").asText("default"));
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode results = JSON.createArrayNode();
        int failed = 0;
        for (JsonNode entry : entries) {
            try {
                String id = bus.put(EventEntry.of(entry, clock.instant()), account, region);
                results.addObject().put("EventId", id);
            } catch (EventEntry.InvalidEntryException e) {
                failed++;
                results.addObject().put("ErrorCode", e.code()).put("ErrorMessage", e.getMessage());
            }
        }
        answer.put("FailedEntryCount", failed);
        answer.set("Entries", results);
        return answer;
    }

    private static void requireDefaultBus(String name) throws EventRejection {
        if (!name.equals("default") && !name.endsWith(":event-bus/default")) {
            throw new EventRejection("ResourceNotFoundException", "Event bus " + name + " does not exist.");
        }
    }

    private static JsonNode request(byte[] body) throws EventRejection {
        if (body.length > LARGEST_REQUEST) {
            throw new EventRejection(
                    "ValidationException", "Total size of the entries in the request is over the limit.");
        }
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new EventRejection("SerializationException", "The request is no JSON document");
        }
    }

    private static Answer answer(int status, ObjectNode json) {
        return new Answer(status, json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
