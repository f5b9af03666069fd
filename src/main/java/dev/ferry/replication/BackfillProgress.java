package dev.ferry.replication;

import java.util.Set;

/**
 * How many replications of a backfill have come how far. One pair of an image and a tag is one replication, and so is an image
 * without a tag (ECR user guide, "Replication backfill").
 *
 * @param total        that were found to be made
 * @param opened       that were begun
 * @param completed    that ended COMPLETE
 * @param failed       that ended FAILED
 * @param failureCodes of those that failed, each code once
 */
public record BackfillProgress(long total, long opened, long completed, long failed, Set<String> failureCodes) {
    public static final BackfillProgress NONE = new BackfillProgress(0, 0, 0, 0, Set.of());

    /** Fewer say nothing of how a backfill goes. */
    private static final int JUDGED_FROM = 100;

    public BackfillProgress {
        failureCodes = Set.copyOf(failureCodes);
        if (completed < 0 || failed < 0 || completed + failed > opened || opened > total) {
            throw new IllegalArgumentException("of " + total + ", " + opened + " begun, " + completed + " cannot have completed "
                    + "and " + failed + " failed");
        }
    }

    /** That have begun and not ended. */
    public long underWay() {
        return opened - processed();
    }

    public long unopened() {
        return total - opened;
    }

    /** That have ended. */
    public long processed() {
        return completed + failed;
    }

    /** Whether half or more failed, of at least a hundred that have ended. */
    public boolean isFailing() {
        return processed() >= JUDGED_FROM && failed * 2 >= processed();
    }

    public BackfillProgress found(long more) {
        return new BackfillProgress(total + more, opened, completed, failed, failureCodes);
    }

    public BackfillProgress opened(long more) {
        return new BackfillProgress(total, opened + more, completed, failed, failureCodes);
    }
}
