package dev.ferry.replication;

import dev.ferry.registry.Registry;
import java.time.Instant;
import java.util.Optional;

/**
 * A replication backfill: what was in a registry before, on its way to one destination (ECR user guide, "Replication
 * backfill").
 *
 * @param turn        how often it was carried on; who knows another turn than this comes too late
 * @param found       the last of the images that were found; empty before the first
 * @param begun       the last of those whose replication was begun; empty before the first
 * @param failureCode why it ends, or will end, FAILED
 * @param endedAt     of one in a terminal status
 */
public record Backfill(
        BackfillId id,
        Registry registry,
        Registry destination,
        BackfillStatus status,
        BackfillProgress progress,
        long turn,
        Optional<String> found,
        Optional<String> begun,
        Optional<String> failureCode,
        Instant startedAt,
        Optional<Instant> endedAt) {

    /** More than are carried out at once; and few enough that none waits for so long that the sweep takes it for lost. */
    public static final int MOST_UNDER_WAY = 200;

    /** The {@code failureCode} of one of whose replications too many failed. */
    public static final String TOO_MANY_FAILURES = "TooManyFailedReplications";

    /** What is to be done with it in its next turn. */
    public enum Task {
        FIND, BEGIN,
        /** Replications are under way. */
        WAIT,
        END
    }

    public Backfill {
        if (status.isTerminal() != endedAt.isPresent()) {
            throw new IllegalArgumentException("a backfill has an end in a terminal status, and in no other");
        }
    }

    public static Backfill started(BackfillId id, Registry registry, Registry destination, Instant now) {
        return new Backfill(id, registry, destination, BackfillStatus.PREPARING, BackfillProgress.NONE, 0, Optional.empty(),
                Optional.empty(), Optional.empty(), now, Optional.empty());
    }

    public Task task() {
        if (status.isTerminal()) {
            throw new IllegalStateException("backfill " + id + " has ended");
        }
        if (status == BackfillStatus.PREPARING) {
            return Task.FIND;
        }
        boolean goesOn = status == BackfillStatus.IN_PROGRESS && !isCondemned() && progress.unopened() > 0;
        if (goesOn && room() > 0) {
            return Task.BEGIN;
        }
        return goesOn || progress.underWay() > 0 ? Task.WAIT : Task.END;
    }

    /** Whether too many have failed, now or at an earlier turn; then no more is begun. */
    public boolean isCondemned() {
        return failureCode.isPresent() || progress.isFailing();
    }

    /** How many more may be begun. */
    public int room() {
        return (int) Math.max(0, Math.min(MOST_UNDER_WAY - progress.underWay(), progress.unopened()));
    }

    /** The status that it ends in once nothing is under way any more. */
    public BackfillStatus end() {
        if (status == BackfillStatus.STOPPING) {
            return BackfillStatus.STOPPED;
        }
        return isCondemned() ? BackfillStatus.FAILED : BackfillStatus.COMPLETE;
    }

    /** After a turn. What was decided before about its failure stands. */
    public Backfill carriedOn(
            BackfillStatus next, BackfillProgress counted, Optional<String> found, Optional<String> begun,
            Optional<String> failureCode) {
        return new Backfill(id, registry, destination, next, counted, turn + 1, found, begun,
                this.failureCode.or(() -> failureCode), startedAt, Optional.empty());
    }

    public Backfill stopping() {
        return new Backfill(id, registry, destination, BackfillStatus.STOPPING, progress, turn, found, begun, failureCode,
                startedAt, Optional.empty());
    }

    /** After its last turn. */
    public Backfill ended(BackfillStatus end, Optional<String> failureCode, Instant now) {
        return new Backfill(id, registry, destination, end, progress, turn + 1, found, begun, this.failureCode.or(() -> failureCode),
                startedAt, Optional.of(now));
    }
}
