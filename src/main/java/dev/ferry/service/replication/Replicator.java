package dev.ferry.service.replication;

import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.StoredImage;
import dev.ferry.replication.Deletion;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.ImageAction;
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
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/**
 * Carries one push, or one deletion, to one destination. Every step is conditional and what is done is not done again, so it can be cut off
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
    private final ReplicaRemoval replicaRemoval;
    private final SupersededPushes supersededPushes;
    private final BackfilledReplica backfilledReplica;
    private final Clock clock;

    public Replicator(
            Tables tables,
            PushRecords pushes,
            ReplicationRecords replications,
            ReplicationEnds ends,
            StoredImages images,
            ReplicationAuthorizer authorizer,
            ReplicaWriter replicaWriter,
            ReplicaRemoval replicaRemoval,
            SupersededPushes supersededPushes,
            BackfilledReplica backfilledReplica,
            Clock clock) {
        this.tables = tables;
        this.pushes = pushes;
        this.replications = replications;
        this.ends = ends;
        this.images = images;
        this.authorizer = authorizer;
        this.replicaWriter = replicaWriter;
        this.replicaRemoval = replicaRemoval;
        this.supersededPushes = supersededPushes;
        this.backfilledReplica = backfilledReplica;
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
        ImageAction action = pushes.brought(items, message.image(), message.push(), message.destination())
                .orElseThrow(() -> new UnknownReplicationException(source, message));
        Replication replication = replications
                .replication(items, message.image(), message.push(), message.destination())
                .orElseThrow(() -> new UnknownReplicationException(source, message));
        if (replication.state().status() != Status.IN_PROGRESS) {
            LOG.infof("%s has ended before: %s", message, replication.state().status());
            return;
        }
        try {
            if (action instanceof Push push) {
                replicateImage(push, replication, images.image(items, message.image().repository(), push.digest()));
            } else if (action instanceof Deletion deletion) {
                ReadSnapshot there = replicaRemoval.readDestination(deletion, replication);
                grantedThen(deletion, replication, there, (granted, grant) -> replicaRemoval.remove(deletion, granted, there));
            }
        } catch (ReplicationRefusedException refused) {
            fail(action, replication, refused);
        }
    }

    private void replicateImage(Push push, Replication replication, Optional<StoredImage> image) {
        if (image.isEmpty()) {
            endWithoutImage(push, replication);
            return;
        }
        StoredImage stored = image.get();
        Manifest manifest = replicaWriter.sourceManifest(push.registry(), stored);
        ReadSnapshot there = replicaWriter.readDestination(push, replication, manifest, push.tag());
        boolean notBegun = replication.state() instanceof Planned;
        if (replication.backfill().isPresent() && notBegun && backfilledReplica.isThere(push, replication, there)) {
            end(push, replication, new Complete(clock.instant()));
            return;
        }
        // By now the image may be there again by something else, which is not what was pushed before it was deleted.
        long deletions = replication.backfill().isPresent() ? stored.deletions() : push.deletions();
        grantedThen(push, replication, there, (granted, grant) ->
                replicaWriter.write(push, granted, grant, manifest, deletions, there));
    }

    /** The image may have been deleted since it was pushed, and its deletion may have come to the destination first. */
    private void endWithoutImage(Push push, Replication replication) {
        ReadSnapshot there = supersededPushes.readDestination(push, replication);
        if (!supersededPushes.isSuperseded(push, replication, push.deletions(), there)) {
            throw new ReplicationRefusedException(FailureCode.IMAGE_NOT_FOUND, "The image "
                    + push.digest() + " is not in the repository " + push.repository() + " of the registry " + push.registry()
                    + " any more");
        }
        grantedThen(push, replication, there, (granted, grant) -> supersededPushes.end(push, granted, there));
    }

    /** Does at the destination what is to be done there once the destination has granted it. */
    private void grantedThen(
            ImageAction action, Replication replication, ReadSnapshot there,
            BiFunction<Replication, Granted, ReplicationState> write) {
        ReplicationState state = replication.state();
        if (!(state instanceof Granted)) {
            state = replications.advance(action, replication, authorizer.authorize(action, replication.destination(), there));
            LOG.infof("push %s: %s grants it", action.id(), replication.destination());
        }
        if (state instanceof Granted grant) {
            Replication granted = replication.as(grant);
            ReplicationState end;
            try {
                end = write.apply(granted, grant);
            } catch (ReplicationRefusedException refused) {
                fail(action, granted, refused);
                return;
            }
            end(action, granted, end);
        }
    }

    /** What was granted may have arrived by someone else meanwhile, so the destination has the last word. */
    private void fail(ImageAction action, Replication replication, ReplicationRefusedException refused) {
        Failed failed = new Failed(clock.instant(), refused.code(), reason(action, refused));
        end(action, replication, replication.state() instanceof Granted ? ends.endUnlessEnded(action, replication, failed) : failed);
    }

    /** To push again what is there already is no push, so whoever waits for it has to be told what helps. */
    private static String reason(ImageAction action, ReplicationRefusedException refused) {
        return refused.code().canBeMended()
                ? refused.getMessage() + ". Once that is mended, ferry retry " + action.id()
                        + " attempts it anew; pushing the same image again does not"
                : refused.getMessage();
    }

    private void end(ImageAction action, Replication replication, ReplicationState wanted) {
        ReplicationState end = replications.advance(action, replication, wanted);
        long millis = ChronoUnit.MILLIS.between(action.at(), clock.instant());
        if (end instanceof Failed failed) {
            LOG.warnf("push %s: to %s FAILED after %d ms: %s: %s", action.id(), replication.destination(), millis,
                    failed.code().code(), failed.reason());
        } else {
            LOG.infof("push %s: to %s %s after %d ms", action.id(), replication.destination(), end.status(), millis);
        }
    }

    /** A message about a replication that nobody opened. */
    public static final class UnknownReplicationException extends RuntimeException {
        UnknownReplicationException(RegionName source, ReplicationMessage message) {
            super("no replication in " + source + ": " + message);
        }
    }
}
