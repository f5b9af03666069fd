package dev.ferry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;

/**
 * The most that a function can answer: Lambda takes 6 MB of a response, in which the body is a JSON string. What is
 * larger would reach the client as a bare 502 of the gateway.
 */
public final class ResponseLimit {
    /** 6 MB as AWS counts them (Lambda quotas), less what the status and the headers need. */
    static final int MAX_BYTES = 6 * 1024 * 1024 - 8 * 1024;

    private ResponseLimit() {}

    /**
     * Refuses a body that is too large.
     *
     * @throws EcrException LimitExceededException if the operation has it, ServerException if not
     */
    static void check(OperationModel operation, byte[] body) {
        long size = sizeAsJsonString(body);
        if (size > MAX_BYTES) {
            throw new EcrException(
                    operation.hasError(ErrorCode.LIMIT_EXCEEDED) ? ErrorCode.LIMIT_EXCEEDED : ErrorCode.SERVER,
                    "The answer to " + operation.name() + " takes " + size + " bytes, more than the " + MAX_BYTES
                            + " that one response can hold. Ask for less at a time.");
        }
    }

    /**
     * Refuses what an operation that writes would answer, before it writes.
     *
     * @throws EcrException LimitExceededException
     */
    public static void requireRoomFor(ObjectNode output) {
        if (sizeAsJsonString(EcrJson.write(output)) > MAX_BYTES) {
            throw new EcrException(ErrorCode.LIMIT_EXCEEDED, "The answer, which repeats what was sent, would take more than "
                    + "the " + MAX_BYTES + " bytes that one response can hold. Nothing was written.");
        }
    }

    /** Quotation marks and backslashes are escaped; a body of JSON has no other characters that have to be. */
    private static long sizeAsJsonString(byte[] body) {
        long size = body.length;
        for (byte each : body) {
            if (each == '"' || each == '\\') {
                size++;
            }
        }
        return size;
    }
}
