package dev.ferry.registry;

/** A value that the registry cannot hold; the message says which constraint it breaks. */
public final class InvalidValueException extends RuntimeException {
    public InvalidValueException(String message) {
        super(message);
    }
}
