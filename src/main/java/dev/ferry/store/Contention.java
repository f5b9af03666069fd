package dev.ferry.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
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
        return retry(attempt, () -> attempt, Supplier::get);
    }

    /**
     * As {@link #retry(Supplier)}, where the first read has been made already.
     *
     * @param first  what it saw
     * @param reread reads anew, before each further attempt
     */
    public static <S, T> T retry(S first, Supplier<S> reread, Function<S, T> attempt) {
        S seen = first;
        for (int tried = 1; ; tried++) {
            try {
                return attempt.apply(seen);
            } catch (ContentionException lost) {
                if (tried == TRIES) {
                    throw lost;
                }
                // Two writers that retry in step would collide in step.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Jitter.upTo(LONGEST_PAUSE_MILLIS * tried)));
            }
            seen = reread.get();
        }
    }
}
