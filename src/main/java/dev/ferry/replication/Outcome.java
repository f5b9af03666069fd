package dev.ferry.replication;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How one replication ended.
 *
 * @param tag the tag that was pushed or taken away; empty where it was none, or several
 * @param end {@link Complete} or {@link Failed}
 * @param action what was replicated
 */
public record Outcome(
        PushId push,
        Registry source,
        RepositoryName repository,
        Digest digest,
        Optional<Tag> tag,
        Instant pushedAt,
        Registry destination,
        ReplicationState end,
        ImageAction.Type action) {

    public Outcome {
        if (end.status() == ReplicationState.Status.IN_PROGRESS) {
            throw new IllegalArgumentException("a replication that is " + end + " has not ended");
        }
    }

    public boolean isComplete() {
        return end instanceof Complete;
    }

    public Instant endedAt() {
        return end instanceof Complete complete ? complete.at() : ((Failed) end).at();
    }

    /** From the push, or the deletion, to the end; never negative, though the two were timed by different clocks. */
    public Duration lag() {
        Duration lag = Duration.between(pushedAt, endedAt());
        return lag.isNegative() ? Duration.ZERO : lag;
    }
}
