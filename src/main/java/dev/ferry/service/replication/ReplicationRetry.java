package dev.ferry.service.replication;

import dev.ferry.clients.UnavailableException;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.messaging.ReplicationMessage.UnreadableMessageException;
import dev.ferry.messaging.ReplicationQueue;
import dev.ferry.registry.RegionName;
import dev.ferry.store.Jitter;
import dev.ferry.store.replications.ReplicationRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** When a replication that failed is tried again: twice as late each time, with jitter, and with the reason noted. */
@ApplicationScoped
public class ReplicationRetry {
    private static final Logger LOG = Logger.getLogger(ReplicationRetry.class);
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final ReplicationRecords replications;
    private final ReplicationQueue queue;

    public ReplicationRetry(ReplicationRecords replications, ReplicationQueue queue) {
        this.replications = replications;
        this.queue = queue;
    }

    /**
     * Lets the message come back after a while.
     *
     * @param receives how often it has been received, this time included
     */
    public void later(RegionName source, String body, String receiptHandle, int receives, RuntimeException failure) {
        Optional<ReplicationMessage> message = read(body);
        try {
            queue.retryAfter(
                    source, message.map(ReplicationMessage::backfilled).orElse(false), receiptHandle, delay(receives));
            message.ifPresent(about -> replications.noteFailedTry(
                    source, about.image(), about.push(), about.destination(), reason(failure)));
        } catch (UnavailableException notNoted) {
            // The message comes back all the same, only at the queue's own pace or without a reason.
            LOG.warnf(notNoted, "could not note why the message failed");
        }
    }

    /** What nobody can read has no replication that a reason could be noted with. */
    private static Optional<ReplicationMessage> read(String body) {
        try {
            return Optional.of(ReplicationMessage.read(body));
        } catch (UnreadableMessageException unreadable) {
            return Optional.empty();
        }
    }

    /** Between half and all of the exponential delay, so that those that failed together do not come back together. */
    static Duration delay(int receives) {
        long longest = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(receives - 1, 16));
        return Duration.ofMillis(longest / 2 + Jitter.upTo(longest / 2));
    }

    private static String reason(RuntimeException failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
}
