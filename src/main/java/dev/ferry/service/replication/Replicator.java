package dev.ferry.service.replication;

import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.StoredImage;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Push;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.replication.ReplicationState.Planned;
import dev.ferry.replication.ReplicationState.Status;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.StoredImages;
import dev.ferry.store.replications.PushRecords;
import dev.ferry.store.replications.ReplicationEnds;
import dev.ferry.store.replications.ReplicationRecords;
import dev.ferry.store.replications.ReplicationsTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Carries one push to one destination. Every step is conditional and what is done is not done again, so it can be cut off
 * anywhere and repeated, also by two at once.
 */
@ApplicationScoped
public class Replicator {
    private static final Logger LOG = Logger.getLogger(Replicator.class);

    private final Tables tables;
    private final PushRecords pushes;
    private final ReplicationRecords replications;
    private final ReplicationEnds ends;
    private final StoredImages images;
    private final ReplicationAuthorizer authorizer;
    private final ReplicaWriter replicaWriter;
    private final Clock clock;

    public Replicator(
            Tables tables,
            PushRecords pushes,
            ReplicationRecords replications,
            ReplicationEnds ends,
            StoredImages images,
            ReplicationAuthorizer authorizer,
            ReplicaWriter replicaWriter,
            Clock clock) {
        this.tables = tables;
        this.pushes = pushes;
        this.replications = replications;
        this.ends = ends;
        this.images = images;
        this.authorizer = authorizer;
        this.replicaWriter = replicaWriter;
        this.clock = clock;
    }

    /**
     * Brings the replication to its end, unless it has ended before.
     *
     * @param source the Region that was pushed to
     * @throws RuntimeException when it may succeed if it is tried again
     */
    public void replicate(RegionName source, ReplicationMessage message) {
        ReadSnapshot items = tables.get(source, List.of(
                ReplicationsTable.pushKey(message.image(), message.push()),
                ReplicationsTable.replicationKey(message.image(), message.push(), message.destination()),
                ImagesTable.imageKey(message.image().repository(), message.image().digest())));
        Push push = pushes.brought(items, message.image(), message.push(), message.destination())
                .orElseThrow(() -> new UnknownReplicationException(source, message));
        Replication replication = replications
                .replication(items, message.image(), message.push(), message.destination())
                .orElseThrow(() -> new UnknownReplicationException(source, message));
        if (replication.state().status() != Status.IN_PROGRESS) {
            LOG.infof("%s has ended before: %s", message, replication.state().status());
            return;
        }
        try {
            replicateImage(push, replication, images.image(items, message.image().repository(), message.image().digest()));
        } catch (ReplicationRefusedException refused) {
            fail(push, replication, refused);
        }
    }

    private void replicateImage(Push push, Replication replication, Optional<StoredImage> image) {
        StoredImage stored = image.orElseThrow(() -> new ReplicationRefusedException(FailureCode.IMAGE_NOT_FOUND, "The image "
                + push.digest() + " is not in the repository " + push.repository() + " of the registry " + push.registry()
                + " any more"));
        Manifest manifest = replicaWriter.sourceManifest(push.registry(), stored);
        ReadSnapshot there = replicaWriter.readDestination(push, replication, manifest, push.tag());
        ReplicationState state = replication.state();
        if (replication.backfill().isPresent() && state instanceof Planned && replicaWriter.isThere(push, replication, there)) {
            end(push, replication, new Complete(clock.instant()));
            return;
        }
        if (!(state instanceof Granted)) {
            state = replications.advance(push, replication, authorizer.authorize(push, replication.destination(), there));
            LOG.infof("push %s: %s grants it", push.id(), replication.destination());
        }
        if (state instanceof Granted granted) {
            writeReplica(push, replication.as(granted), granted, manifest, there);
        }
    }

    private void writeReplica(Push push, Replication replication, Granted granted, Manifest manifest, ReadSnapshot there) {
        ReplicationState end;
        try {
            end = replicaWriter.write(push, replication, granted, manifest, there);
        } catch (ReplicationRefusedException refused) {
            fail(push, replication, refused);
            return;
        }
        end(push, replication, end);
    }

    /** What was granted may have arrived by someone else meanwhile, so the destination has the last word. */
    private void fail(Push push, Replication replication, ReplicationRefusedException refused) {
        Failed failed = new Failed(clock.instant(), refused.code(), reason(push, refused));
        end(push, replication, replication.state() instanceof Granted ? ends.endUnlessEnded(push, replication, failed) : failed);
    }

    /** To push again what is there already is no push, so whoever waits for it has to be told what helps. */
    private static String reason(Push push, ReplicationRefusedException refused) {
        return refused.code().canBeMended()
                ? refused.getMessage() + ". Once that is mended, ferry retry " + push.id()
                        + " attempts it anew; pushing the same image again does not"
                : refused.getMessage();
    }

    private void end(Push push, Replication replication, ReplicationState wanted) {
        ReplicationState end = replications.advance(push, replication, wanted);
        long millis = ChronoUnit.MILLIS.between(push.pushedAt(), clock.instant());
        if (end instanceof Failed failed) {
            LOG.warnf("push %s: to %s FAILED after %d ms: %s: %s", push.id(), replication.destination(), millis,
                    failed.code().code(), failed.reason());
        } else {
            LOG.infof("push %s: to %s %s after %d ms", push.id(), replication.destination(), end.status(), millis);
        }
    }

    /** A message about a replication that nobody opened. */
    public static final class UnknownReplicationException extends RuntimeException {
        UnknownReplicationException(RegionName source, ReplicationMessage message) {
            super("no replication in " + source + ": " + message);
        }
    }
}
