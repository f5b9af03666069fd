package dev.ferry.local.triggers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.local.lambda.StackLocation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** What EventBridge sends when the time of a rule has come. */
record ScheduledEvent(StackLocation location, String rule, Instant time) {
    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] json() {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "0");
        event.put("id", UUID.randomUUID().toString());
        event.put("detail-type", "Scheduled Event");
        event.put("source", "aws.events");
        event.put("account", location.account());
        event.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", location.region());
        event.putArray("resources").add(location.arn("events", "rule/" + rule));
        event.putObject("detail");
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }
}
