package dev.ferry.local.triggers;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import software.amazon.event.ruler.Machine;

/**
 * An EventBridge event pattern, which is also the language of Lambda's event filters: an event matches if every field of
 * the pattern does. Event Ruler, which AWS publishes, says whether it does.
 */
public final class EventPattern {
    private final Machine machine = Machine.builder().build();

    private EventPattern() {}

    /** @throws IllegalArgumentException if it is no pattern, or has an operator that is not known */
    public static EventPattern parse(String json) {
        EventPattern pattern = new EventPattern();
        try {
            pattern.machine.addRule("pattern", json);
        } catch (IOException | IllegalArgumentException invalid) {
            throw new IllegalArgumentException("Event pattern is not valid. Reason: " + invalid.getMessage(), invalid);
        }
        return pattern;
    }

    /** Whether it does; threads may ask at once. */
    public boolean matches(JsonNode event) {
        return !machine.rulesForJSONEvent(event).isEmpty();
    }
}
