package dev.ferry.local.lambda;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before something is tried again: from the first delay it doubles up to the longest, and up to half of it is left to
 * chance, so that what failed together is not tried again together.
 */
public record RetryDelay(Duration first, Duration longest) {

    /** A tenth of a second to three: Lambda waits minutes, and a person at a terminal does not. */
    public static final RetryDelay LOCAL = new RetryDelay(Duration.ofMillis(100), Duration.ofSeconds(3));

    public RetryDelay {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("not a range of delays: " + first + " to " + longest);
        }
    }

    /** @param failures how often it has failed by now, from 1 */
    public Duration after(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, 20);
        long full = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }
}
