package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;

/** How often a queue has given a message out. */
final class Receives {
    private Receives() {}

    /** This time included. */
    static int of(SQSEvent.SQSMessage message) {
        return Integer.parseInt(message.getAttributes().getOrDefault("ApproximateReceiveCount", "1"));
    }
}
