package dev.ferry.service.replication;

import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.messaging.ReplicationQueue;
import dev.ferry.registry.RegionName;
import dev.ferry.replication.Replication;
import dev.ferry.store.replications.ReplicationListing.Entry;
import dev.ferry.store.replications.ReplicationRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has replications that failed attempted anew, when a person has put right what they failed for. Another attempt is no
 * other push: it keeps the version of its tag, so it overwrites nothing that was pushed after it, and it keeps a
 * permission that was granted, while one that never was is judged by the policy of now.
 */
@ApplicationScoped
public class FailedReplications {
    private final ReplicationRecords replications;
    private final ReplicationQueue queue;
    private final Clock clock;

    public FailedReplications(ReplicationRecords replications, ReplicationQueue queue, Clock clock) {
        this.replications = replications;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Opens the next attempt at each of these that is still as it was seen, and queues it. Whoever dies in between leaves
     * them open, and the sweep takes them up.
     *
     * @param failed replications of pushes in this Region
     * @return those that were begun here; the others were begun by someone else meanwhile
     */
    public List<Replication> retry(RegionName source, List<Entry> failed) {
        List<Replication> begun = new ArrayList<>();
        List<ReplicationMessage> messages = new ArrayList<>();
        for (Entry entry : failed) {
            Replication read = entry.replication()
                    .orElseThrow(() -> new IllegalArgumentException("a push is no replication: " + entry.push()));
            Optional<Replication> next = replications.retry(source, entry.image(), read, clock.instant());
            next.ifPresent(attempt -> {
                begun.add(attempt);
                messages.add(new ReplicationMessage(
                        entry.image(), attempt.push(), attempt.destination(), attempt.attempt(), false));
            });
        }
        queue.send(source, messages);
        return List.copyOf(begun);
    }
}
