package dev.ferry.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Optimistic writing: read, decide, write under the condition that what was read still holds; when it does not, start
 * over with a fresh read.
 */
public final class Contention {
    private static final int TRIES = 10;
    private static final long LONGEST_PAUSE_MILLIS = 20;

    private Contention() {}

    /** @param attempt reads anew each time it is called */
    public static <T> T retry(Supplier<T> attempt) {
        for (int tried = 1; ; tried++) {
            try {
                return attempt.get();
            } catch (ContentionException lost) {
                if (tried == TRIES) {
                    throw lost;
                }
                // Two writers that retry in step would collide in step.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Jitter.upTo(LONGEST_PAUSE_MILLIS * tried)));
            }
        }
    }
}
