package dev.ferry.cli.console;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Wakes those who wait for a write. None is lost on one who is busy meanwhile. */
final class WriteSignal {
    private long writes;

    synchronized void happened() {
        writes++;
        notifyAll();
    }

    /** How many there have been. */
    synchronized long count() {
        return writes;
    }

    /**
     * Waits until there have been more than these, or for this long.
     *
     * @return how many there have been
     */
    synchronized long awaitMoreThan(long seen, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); left > 0 && writes <= seen; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return writes;
    }
}
