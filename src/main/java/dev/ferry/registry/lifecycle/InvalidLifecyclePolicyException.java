package dev.ferry.registry.lifecycle;

/** A text that is no lifecycle policy. The message says what is wrong with it, in ECR's words where they are known. */
public final class InvalidLifecyclePolicyException extends RuntimeException {
    public InvalidLifecyclePolicyException(String message) {
        super(message);
    }
}
