package dev.ferry.service;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a request may work through what a tenant has stored. It ends well before its function's 30 seconds, which would
 * cut it off without an answer.
 */
public final class Deadline {
    public static final Duration TIME = Duration.ofSeconds(15);

    private final Clock clock;
    private final Instant end;

    private Deadline(Clock clock, Instant end) {
        this.clock = clock;
        this.end = end;
    }

    /** One that begins now. */
    public static Deadline of(Clock clock) {
        return new Deadline(clock, clock.instant().plus(TIME));
    }

    public boolean isOver() {
        return !clock.instant().isBefore(end);
    }

    /**
     * Ends a request whose time is over.
     *
     * @param undone what there was too much of, for whoever asked
     * @throws EcrException ThrottlingException, which clients try again
     */
    public void require(String undone) {
        if (isOver()) {
            throw new EcrException(ErrorCode.THROTTLING, undone);
        }
    }
}
