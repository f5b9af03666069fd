package dev.ferry.local.lambda;

/** Runs a function and waits for what comes of it: Lambda's Invoke with the type RequestResponse. */
@FunctionalInterface
public interface Invoker {

    /**
     * @param function the function's logical id in the template
     * @param region   the Region whose stack is meant; one process serves all of them
     * @throws RequestTooLargeException if the event has more than {@link Functions#PAYLOAD_LIMIT} bytes
     */
    InvocationResult invoke(String function, String region, byte[] event);
}
