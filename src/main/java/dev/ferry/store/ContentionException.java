package dev.ferry.store;

/** Someone else changed what a transaction was based on: read again, decide again. Nothing was written. */
public final class ContentionException extends RuntimeException {
    public ContentionException(String message) {
        super(message);
    }

    ContentionException(String message, Throwable cause) {
        super(message, cause);
    }
}
