package dev.ferry.local.http;

import java.time.Duration;

/**
 * How long a client is waited for, while it sends a body or takes an answer: it may stall for this long, and whatever it
 * moves earns it more time, up to that again.
 *
 * @param stall          how long it may move nothing
 * @param bytesPerSecond what it has to move in the long run
 */
record ClientPace(Duration stall, int bytesPerSecond) {
    /** A client is on this machine, though what it copies from or to may be behind a line that stalls. */
    static final ClientPace LOCAL = new ClientPace(Duration.ofMinutes(1), 16 * 1024);

    /** What it may still be waited for, in nanoseconds, after it was waited for and moved some bytes. */
    long left(long before, long waited, long bytes) {
        return Math.min(stall.toNanos(), before - waited + bytes * 1_000_000_000L / bytesPerSecond);
    }
}
