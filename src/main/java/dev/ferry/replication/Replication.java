package dev.ferry.replication;

import dev.ferry.registry.Registry;

/** One push on its way to one destination. */
public record Replication(PushId push, Registry destination, ReplicationState state) {

    public static Replication planned(PushId push, Registry destination) {
        return new Replication(push, destination, new ReplicationState.Planned());
    }

    /** The same replication, further on. */
    public Replication become(ReplicationState next) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("a replication that is " + state + " cannot become " + next);
        }
        return new Replication(push, destination, next);
    }
}
