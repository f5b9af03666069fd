package dev.ferry.local.lambda;

/** An event of more bytes than Lambda takes in a synchronous invocation; no function saw it. */
public final class RequestTooLargeException extends RuntimeException {
    RequestTooLargeException(int bytes) {
        super("Request of " + bytes + " bytes must be smaller than " + Functions.PAYLOAD_LIMIT
                + " bytes for the InvokeFunction operation");
    }
}
