package dev.ferry.store;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import java.util.function.Supplier;

/**
 * Someone else changed what a transaction was based on: read again, decide again. Nothing was written. A caller who loses
 * as often as {@link Contention} tries is told ECR's {@code ThrottlingException}, upon which every AWS client tries again.
 */
public final class ContentionException extends EcrException {
    public ContentionException(String message) {
        super(ErrorCode.THROTTLING, message);
    }

    ContentionException(String message, Throwable cause) {
        this(message);
        initCause(cause);
    }

    /** What a write says whose condition was that something is as it was read. */
    public static Supplier<ContentionException> over(String what) {
        return () -> new ContentionException(what + " was changed meanwhile");
    }
}
