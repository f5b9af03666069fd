package dev.ferry.replication;

import dev.ferry.registry.Registry;
import dev.ferry.replication.ReplicationState.Failed;
import java.util.Optional;

/**
 * One push on its way to one destination.
 *
 * @param attempt 0, and one more each time that a person had it attempted anew after it had failed
 * @param backfill that it is counted by; empty for one of a push, and for a further attempt
 */
public record Replication(
        PushId push, Registry destination, ReplicationState state, int attempt, Optional<BackfillId> backfill) {
    public Replication {
        if (attempt < 0) {
            throw new IllegalArgumentException("attempts are counted from 0");
        }
    }

    /** One of a push. */
    public Replication(PushId push, Registry destination, ReplicationState state, int attempt) {
        this(push, destination, state, attempt, Optional.empty());
    }

    /** The first attempt. */
    public Replication(PushId push, Registry destination, ReplicationState state) {
        this(push, destination, state, 0);
    }

    public static Replication planned(PushId push, Registry destination) {
        return new Replication(push, destination, new ReplicationState.Planned());
    }

    /** The same attempt, further on. */
    public Replication become(ReplicationState next) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("a replication that is " + state + " cannot become " + next);
        }
        return new Replication(push, destination, next, attempt, backfill);
    }

    /** The same attempt, in the state that it was found in meanwhile. */
    public Replication as(ReplicationState found) {
        return new Replication(push, destination, found, attempt, backfill);
    }

    /** The next attempt at what failed. It is the same replication of the same push. */
    public Replication retry() {
        if (state instanceof Failed failed) {
            return new Replication(push, destination, failed.retry(), attempt + 1);
        }
        throw new IllegalStateException("a replication that is " + state + " is not attempted anew");
    }
}
