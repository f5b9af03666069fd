package dev.ferry.registry;

/** Bytes that are no manifest which the registry can hold; the message tells the person who pushed them why. */
public final class InvalidManifestException extends RuntimeException {
    public InvalidManifestException(String message) {
        super(message);
    }
}
