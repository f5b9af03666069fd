package dev.ferry.service.replication;

import dev.ferry.clients.StackSettings;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.messaging.ReplicationQueue;
import dev.ferry.registry.RegionName;
import dev.ferry.service.LogFields;
import dev.ferry.store.Tables;
import dev.ferry.store.replications.BackfillRecords;
import dev.ferry.store.replications.OpenItems;
import dev.ferry.store.replications.OpenItems.OpenItem;
import dev.ferry.store.replications.PushRecords;
import dev.ferry.store.replications.ReplicationsTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Takes up what is open for too long, because a stream record or a message was lost: a push that was not fanned out is
 * fanned out, a replication that did not end is queued again, a backfill that does not go on is carried on.
 */
@ApplicationScoped
public class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);

    private final Tables tables;
    private final OpenItems openItems;
    private final PushRecords pushes;
    private final BackfillRecords backfills;
    private final BackfillTurns turns;
    private final FanOut fanOut;
    private final ReplicationQueue queue;
    private final Clock clock;
    private final Duration tooLong;

    public Sweep(
            Tables tables,
            OpenItems openItems,
            PushRecords pushes,
            BackfillRecords backfills,
            BackfillTurns turns,
            FanOut fanOut,
            ReplicationQueue queue,
            Clock clock,
            StackSettings stack) {
        this.tables = tables;
        this.openItems = openItems;
        this.pushes = pushes;
        this.backfills = backfills;
        this.turns = turns;
        this.fanOut = fanOut;
        this.queue = queue;
        this.clock = clock;
        this.tooLong = stack.openTooLong();
    }

    /**
     * @return how many were taken up
     * @throws IncompleteSweepException if some could not be; all others were
     */
    public int sweep(RegionName region) {
        Instant now = clock.instant();
        Tally tally = new Tally();
        // Each is taken up as its page is read: there may be more than a function's memory holds.
        openItems.openBefore(region, now.minus(tooLong)).forEach(item -> tally.count("push " + item.push(), () -> {
            boolean open = openItems.touch(region, item, now);
            if (open) {
                takeUp(region, item);
            }
            return open;
        }));
        backfills.openBefore(region, now.minus(tooLong)).forEach(backfill -> tally.count("backfill " + backfill.id(), () -> {
            boolean open = backfills.touch(backfill, now);
            if (open) {
                turns.wake(backfill);
            }
            return open;
        }));
        if (tally.failed > 0) {
            throw new IncompleteSweepException(region, tally);
        }
        return tally.takenUp;
    }

    private final class Tally {
        private static final int REASONS = 10;

        private int open;
        private int takenUp;
        private int failed;
        private final List<RuntimeException> reasons = new ArrayList<>();

        /** @param takeUp says whether it was still open */
        void count(String name, BooleanSupplier takeUp) {
            open++;
            try {
                takenUp += takeUp.getAsBoolean() ? 1 : 0;
            } catch (RuntimeException failure) { // whatever it is, it must not keep the others waiting
                LOG.errorf(failure, "%s: open for more than %s, and cannot be taken up", name, tooLong);
                failed++;
                if (reasons.size() < REASONS) {
                    reasons.add(failure);
                }
            }
        }
    }

    private void takeUp(RegionName region, OpenItem item) {
        item.destination().ifPresentOrElse(
                destination -> LogFields.set(item.push(), destination), () -> LogFields.set(item.push()));
        LOG.infof("push %s: open for more than %s, taken up again", item.push(), tooLong);
        if (item.destination().isPresent()) {
            queue.send(region, List.of(new ReplicationMessage(
                    item.image(), item.push(), item.destination().get(), item.attempt(), item.backfilled())));
        } else {
            pushes.action(tables.get(region, List.of(ReplicationsTable.pushKey(item.image(), item.push()))),
                            item.image(), item.push())
                    .ifPresent(fanOut::fanOut);
        }
    }

    /** Some of what was open for too long could not be taken up; why, the first few times, is suppressed in this one. */
    public static final class IncompleteSweepException extends RuntimeException {
        private IncompleteSweepException(RegionName region, Tally tally) {
            super(tally.failed + " of " + tally.open + " that were open for too long in " + region
                    + " could not be taken up; the first failed with: " + tally.reasons.get(0).getMessage());
            tally.reasons.forEach(this::addSuppressed);
        }
    }
}
