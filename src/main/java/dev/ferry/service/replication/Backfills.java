package dev.ferry.service.replication;

import dev.ferry.clients.UnavailableException;
import dev.ferry.clients.UniqueNames;
import dev.ferry.messaging.BackfillMessage;
import dev.ferry.messaging.BackfillQueue;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Page;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillId;
import dev.ferry.replication.BackfillResult;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.store.Contention;
import dev.ferry.store.SettingsTable;
import dev.ferry.store.replications.BackfillChanges;
import dev.ferry.store.replications.BackfillImages;
import dev.ferry.store.replications.BackfillRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The backfills of a registry: started, stopped, and what became of them. {@link BackfillTurns} carries them on. */
@ApplicationScoped
public class Backfills {
    private static final Logger LOG = Logger.getLogger(Backfills.class);

    /** How many images are looked at for a page of results, however few of them it is to hold. */
    private static final int MOST_LOOKED_AT = 2_000;

    private static final int LEAST_AT_ONCE = 100;

    private final SettingsTable settings;
    private final BackfillRecords backfills;
    private final BackfillChanges changes;
    private final BackfillImages images;
    private final BackfillQueue queue;
    private final UniqueNames uniqueNames;
    private final Clock clock;

    public Backfills(
            SettingsTable settings,
            BackfillRecords backfills,
            BackfillChanges changes,
            BackfillImages images,
            BackfillQueue queue,
            UniqueNames uniqueNames,
            Clock clock) {
        this.settings = settings;
        this.backfills = backfills;
        this.changes = changes;
        this.images = images;
        this.queue = queue;
        this.uniqueNames = uniqueNames;
        this.clock = clock;
    }

    /**
     * Starts to copy what the rules of now replicate to the destination; a later change of the rules does not touch it.
     *
     * @throws EcrException InvalidParameterException when no rule names the destination,
     *     ReplicationBackfillInProgressException when another one goes to its Region, LimitExceededException; nothing was
     *     written
     */
    public Backfill start(Registry registry, Registry destination) {
        ReplicationConfiguration rules = settings.replication(registry).to(destination);
        if (rules.rules().isEmpty()) {
            throw EcrException.invalidParameter("destination",
                    "must be a destination of the replication configuration of the registry");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Backfill started = Contention.retry(() -> {
            Backfill backfill = Backfill.started(BackfillId.at(now, uniqueNames.next()), registry, destination, now);
            changes.start(backfill, rules, () -> inProgress(backfill), () -> new EcrException(ErrorCode.LIMIT_EXCEEDED,
                    "The registry with id '" + registry.account() + "' already has " + BackfillChanges.MOST_AT_ONCE
                            + " replication backfills in progress"));
            return backfill;
        });
        LOG.infof("backfill %s: %s to %s", started.id(), registry, destination);
        try {
            queue.send(registry.region(), new BackfillMessage(registry.account(), started.id(), started.turn()), Duration.ZERO);
        } catch (UnavailableException later) {
            LOG.warnf(later, "backfill %s: started, and carried on by the sweep", started.id());
        }
        return started;
    }

    private static EcrException inProgress(Backfill backfill) {
        return new EcrException(ErrorCode.REPLICATION_BACKFILL_IN_PROGRESS, "A replication backfill to the Region '"
                + backfill.destination().region() + "' is already in progress in the registry with id '"
                + backfill.registry().account() + "'");
    }

    /**
     * Has it begin nothing more.
     *
     * @throws EcrException ReplicationBackfillNotFoundException, ReplicationBackfillInvalidStatusException when it is stopping
     *     or has ended
     */
    public Backfill stop(Registry registry, BackfillId id) {
        return Contention.retry(() -> {
            Backfill read = get(registry, id);
            if (!read.status().mayBeStopped()) {
                throw new EcrException(ErrorCode.REPLICATION_BACKFILL_INVALID_STATUS, "The replication backfill with id '" + id
                        + "' in the registry with id '" + registry.account() + "' is " + read.status()
                        + " and cannot be stopped");
            }
            changes.stop(read);
            return read.stopping();
        });
    }

    /** @throws EcrException ReplicationBackfillNotFoundException, also for one that ended more than 90 days ago */
    public Backfill get(Registry registry, BackfillId id) {
        return backfills.backfill(registry, id, clock.instant()).orElseThrow(() -> new EcrException(
                ErrorCode.REPLICATION_BACKFILL_NOT_FOUND, "The replication backfill with id '" + id
                + "' does not exist in the registry with id '" + registry.account() + "'"));
    }

    /**
     * A page of the registry's backfills, the latest first.
     *
     * @param before the one with which the page before ended
     */
    public Page<Backfill> page(Registry registry, Optional<BackfillId> before, int size) {
        return Page.of(backfills.latestFirst(registry, before, clock.instant()), size, backfill -> backfill.id().value());
    }

    /**
     * A page of what became of the backfill's images, sorted by repository, digest and tag; none until it has ended.
     *
     * @param wanted all if empty
     * @param behind the {@link BackfillResult#name} with which the page before ended
     */
    public Page<BackfillResult> results(
            Backfill backfill, Optional<BackfillResult.Status> wanted, Optional<String> behind, int size) {
        if (!backfill.status().isTerminal()) {
            return new Page<>(List.of(), Optional.empty());
        }
        return Page.of(
                images.results(backfill, behind, Math.max(size + 1, LEAST_AT_ONCE)),
                MOST_LOOKED_AT,
                looked -> looked.result()
                        .filter(result -> wanted.map(result.status()::equals).orElse(true))
                        .map(Stream::of)
                        .orElseGet(Stream::empty),
                size,
                BackfillResult::name,
                BackfillImages.LookedAt::name);
    }
}
