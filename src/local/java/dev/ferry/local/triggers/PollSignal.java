package dev.ferry.local.triggers;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Tells a poller to end, or that there is something to read, also while it waits. */
final class PollSignal {
    private boolean stopped;
    private boolean work;

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    /** Something was written. It is not lost on a poller that is busy: its next wait for work ends at once. */
    synchronized void work() {
        work = true;
        notifyAll();
    }

    /** Waits for this long, or until the poller is to end. */
    synchronized void pause(Duration time) throws InterruptedException {
        await(time, () -> stopped);
    }

    /**
     * Waits for this long, or until there is work or the poller is to end.
     *
     * @return whether there is work
     */
    synchronized boolean awaitWork(Duration time) throws InterruptedException {
        await(time, () -> stopped || work);
        boolean found = work;
        work = false;
        return found;
    }

    private void await(Duration time, BooleanSupplier over) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !over.getAsBoolean(); left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
