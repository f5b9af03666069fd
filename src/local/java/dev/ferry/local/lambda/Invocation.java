package dev.ferry.local.lambda;

import java.time.Instant;
import java.util.Objects;

/**
 * One event on its way to a function.
 *
 * @param requestId   what Lambda calls the request, in the function's context and log
 * @param functionArn the ARN the function was invoked by, whose Region is the event's
 * @param deadline    when Lambda would kill the function
 */
record Invocation(String requestId, String functionArn, Instant deadline, byte[] event) {
    Invocation {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(functionArn, "functionArn");
        Objects.requireNonNull(deadline, "deadline");
        Objects.requireNonNull(event, "event");
    }
}
