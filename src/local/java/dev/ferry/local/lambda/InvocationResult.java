package dev.ferry.local.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What came of an invocation: the function's answer, or Lambda's account of why there is none. */
public sealed interface InvocationResult {

    /** The bytes of the answer, in a failure the JSON with {@code errorType} and {@code errorMessage}. */
    byte[] payload();

    /** @param payload what the function answered */
    record Success(byte[] payload) implements InvocationResult {
        public Success {
            Objects.requireNonNull(payload, "payload");
        }

        @Override
        public String toString() {
            return "Success[" + new String(payload, StandardCharsets.UTF_8) + "]";
        }
    }

    /**
     * The function threw, ended, or took too long.
     *
     * @param errorType Lambda's word for it, such as {@code Sandbox.Timedout}, or the class of the exception
     * @param payload   what an Invoke call would answer beside the header {@code X-Amz-Function-Error}
     */
    record Failure(String errorType, String errorMessage, byte[] payload) implements InvocationResult {
        static final String TIMED_OUT = "Sandbox.Timedout";

        public Failure {
            Objects.requireNonNull(errorType, "errorType");
            Objects.requireNonNull(errorMessage, "errorMessage");
            Objects.requireNonNull(payload, "payload");
        }

        static Failure of(String errorType, String errorMessage) {
            return new Failure(errorType, errorMessage, RuntimeErrors.json(errorType, errorMessage));
        }

        /** Whether the function was ended because it ran longer than its timeout. */
        public boolean timedOut() {
            return errorType.equals(TIMED_OUT);
        }

        @Override
        public String toString() {
            return "Failure[" + errorType + ": " + errorMessage + "]";
        }
    }
}
