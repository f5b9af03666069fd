package dev.ferry.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The simulated time. It passes when the simulation says so, and every function may see it a little otherwise. */
public final class VirtualTime {
    private long millis = Instant.parse("2030-01-01T00:00:00Z").toEpochMilli();

    public Instant now() {
        return Instant.ofEpochMilli(millis);
    }

    public void pass(Duration time) {
        millis += time.toMillis();
    }

    /** The true time. */
    public Clock clock() {
        return new Skewed(Duration.ZERO);
    }

    /** The time of a machine whose clock is ahead by this much, or behind. */
    public Clock clock(Duration ahead) {
        return new Skewed(ahead);
    }

    private final class Skewed extends Clock {
        private final Duration ahead;

        Skewed(Duration ahead) {
            this.ahead = ahead;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis + ahead.toMillis());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("the functions know no time zones");
        }
    }
}
