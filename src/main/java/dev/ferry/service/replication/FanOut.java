package dev.ferry.service.replication;

import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.messaging.ReplicationQueue;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.ImageKey;
import dev.ferry.store.Contention;
import dev.ferry.store.replications.PushRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** Opens one replication for each destination of a push or a deletion, and queues it. Repeating it does no harm. */
@ApplicationScoped
public class FanOut {
    private static final Logger LOG = Logger.getLogger(FanOut.class);

    private final PushRecords pushes;
    private final ReplicationQueue queue;
    private final Clock clock;

    public FanOut(PushRecords pushes, ReplicationQueue queue, Clock clock) {
        this.pushes = pushes;
        this.queue = queue;
        this.clock = clock;
    }

    public void fanOut(ImageAction action) {
        boolean opened = Contention.retry(() -> pushes.fanOut(action, clock.instant()));
        // The one who opened them may have died before it queued them, so a repetition queues them too.
        List<ReplicationMessage> messages = action.plan().destinations().stream()
                .map(destination -> new ReplicationMessage(ImageKey.of(action), action.id(), destination))
                .toList();
        queue.send(action.registry().region(), messages);
        LOG.infof("push %s: %s %d replications of %s/%s@%s", action.id(), opened ? "opened" : "queued again", messages.size(),
                action.registry(), action.repository(), action.digest());
    }
}
