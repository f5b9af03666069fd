package dev.ferry.local.triggers;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a poller to end, also while it waits. */
final class StopSignal {
    private final CountDownLatch given = new CountDownLatch(1);

    void give() {
        given.countDown();
    }

    boolean isGiven() {
        return given.getCount() == 0;
    }

    /** Waits for this long, or until the signal is given. */
    void await(Duration time) throws InterruptedException {
        given.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
