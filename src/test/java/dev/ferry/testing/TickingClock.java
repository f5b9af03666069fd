package dev.ferry.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that goes on by so much each time that it is looked at, as if what is done in between took that long. */
public final class TickingClock extends Clock {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final Duration step;

    public TickingClock(Duration step) {
        this.step = step;
    }

    @Override
    public Instant instant() {
        return now.getAndUpdate(instant -> instant.plus(step));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("nobody asks what day it is elsewhere");
    }
}
