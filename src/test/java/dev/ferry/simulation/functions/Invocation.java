package dev.ferry.simulation.functions;

import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.RegionName;
import java.time.Instant;
import java.util.Optional;

/** One invocation of a function, from its event to its answer or death. */
public final class Invocation {
    private final long number;
    private final FunctionName function;
    private final RegionName region;
    private final String event;
    private final Optional<ReplicationMessage> message;
    private final Instant end;
    private long readSince;
    private boolean dead;

    /**
     * @param region  where the function runs
     * @param event   what it was invoked for, for a person to read
     * @param message the replication that it carries on, if it is one
     * @param since   how many commits there were when it began
     */
    public Invocation(
            long number, FunctionName function, RegionName region, String event, Optional<ReplicationMessage> message,
            Instant now, long since) {
        this.number = number;
        this.function = function;
        this.region = region;
        this.event = event;
        this.message = message;
        this.end = now.plus(function.timeout());
        this.readSince = since;
    }

    public FunctionName function() {
        return function;
    }

    public RegionName region() {
        return region;
    }

    public String event() {
        return event;
    }

    public Optional<ReplicationMessage> message() {
        return message;
    }

    /** What it knows, it read after this many commits, or later. */
    public long readSince() {
        return readSince;
    }

    /** A new request begins, which knows nothing of what was read before. */
    public void beginRequest(long commits) {
        readSince = commits;
    }

    public boolean isDead() {
        return dead;
    }

    public boolean isOverdue(Instant now) {
        return now.isAfter(end);
    }

    public void kill() {
        dead = true;
    }

    @Override
    public String toString() {
        return function + "/" + number;
    }
}
