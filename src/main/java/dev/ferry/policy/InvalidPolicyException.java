package dev.ferry.policy;

/** A text that is no policy of its kind. The message says which element is wrong and why, for its author to read. */
public final class InvalidPolicyException extends RuntimeException {
    public InvalidPolicyException(String message) {
        super(message);
    }
}
