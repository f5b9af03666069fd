package dev.ferry.service.replication;

import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.RegionName;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.replication.ReplicationState.Status;
import dev.ferry.service.replication.Replicator.UnknownReplicationException;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import dev.ferry.store.UnreadableItemException;
import dev.ferry.store.replications.PushRecords;
import dev.ferry.store.replications.ReplicationEnds;
import dev.ferry.store.replications.ReplicationRecords;
import dev.ferry.store.replications.ReplicationsTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** Ends a replication as FAILED that was tried as often as its queue allows. */
@ApplicationScoped
public class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final Tables tables;
    private final PushRecords pushes;
    private final ReplicationRecords replications;
    private final ReplicationEnds ends;
    private final Clock clock;

    public DeadLetters(
            Tables tables, PushRecords pushes, ReplicationRecords replications, ReplicationEnds ends, Clock clock) {
        this.tables = tables;
        this.pushes = pushes;
        this.replications = replications;
        this.ends = ends;
        this.clock = clock;
    }

    /** @param source the Region that was pushed to */
    public void giveUp(RegionName source, ReplicationMessage message) {
        ReadSnapshot items = tables.get(source, List.of(
                ReplicationsTable.pushKey(message.image(), message.push()),
                ReplicationsTable.replicationKey(message.image(), message.push(), message.destination())));
        try {
            giveUp(source, message, items);
        } catch (UnreadableItemException unreadable) {
            // It would be swept, fail, and be given up again, for ever.
            replications.fail(source, message.image(), message.push(), message.destination(), new Failed(
                    clock.instant(), FailureCode.INTERNAL_FAILURE, "Its record cannot be read: " + unreadable.getMessage()));
            LOG.warnf(unreadable, "%s given up", message);
        }
    }

    private void giveUp(RegionName source, ReplicationMessage message, ReadSnapshot items) {
        ImageAction action = pushes.brought(items, message.image(), message.push(), message.destination())
                .orElseThrow(() -> new UnknownReplicationException(source, message));
        Replication replication = replications
                .replication(items, message.image(), message.push(), message.destination())
                .orElseThrow(() -> new UnknownReplicationException(source, message));
        if (replication.state().status() != Status.IN_PROGRESS || replication.attempt() != message.attempt()) {
            return; // it has ended, or a person began another attempt, which is not the one that was tried so often
        }
        String reason = "It was tried as often as the queue allows"
                + replications.lastReason(items, message.image(), message.push(), message.destination())
                        .map(last -> "; the last try failed with: " + last)
                        .orElse("");
        Failed failed = new Failed(clock.instant(), FailureCode.INTERNAL_FAILURE, reason);
        // What was granted may have arrived all the same, so the destination has the last word.
        ReplicationState end = replications.advance(action, replication,
                replication.state() instanceof Granted ? ends.endUnlessEnded(action, replication, failed) : failed);
        LOG.warnf("%s given up: %s", message, end);
    }
}
