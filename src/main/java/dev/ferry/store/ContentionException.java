package dev.ferry.store;

import java.util.function.Supplier;

/** Someone else changed what a transaction was based on: read again, decide again. Nothing was written. */
public final class ContentionException extends RuntimeException {
    public ContentionException(String message) {
        super(message);
    }

    ContentionException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What a write says whose condition was that something is as it was read. */
    public static Supplier<ContentionException> over(String what) {
        return () -> new ContentionException(what + " was changed meanwhile");
    }
}
