package dev.ferry.local.triggers;

import com.fasterxml.jackson.databind.JsonNode;

/** One of the alternatives that a field of an event may meet. */
@FunctionalInterface
interface ValueTest {

    /** @param value the field's value, or one element of it; a missing node if the event has no such field */
    boolean takes(JsonNode value);
}
