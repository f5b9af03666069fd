package dev.ferry.replication;

/** How far a backfill has come (ECR API, {@code ReplicationBackfillStatus}). */
public enum BackfillStatus {
    /** The images that are to be copied are being found. */
    PREPARING,
    /** All are found, and their replications are opened some at a time. */
    IN_PROGRESS,
    COMPLETE,
    FAILED,
    /** No further replication is opened; those under way are waited for. */
    STOPPING,
    STOPPED;

    /** Whether nothing more becomes of it. */
    public boolean isTerminal() {
        return this == COMPLETE || this == FAILED || this == STOPPED;
    }

    public boolean mayBeStopped() {
        return this == PREPARING || this == IN_PROGRESS;
    }

    public boolean mayBecome(BackfillStatus next) {
        return switch (this) {
            case PREPARING -> next == IN_PROGRESS || next == STOPPING || next == FAILED;
            case IN_PROGRESS -> next == COMPLETE || next == FAILED || next == STOPPING;
            case STOPPING -> next == STOPPED || next == FAILED;
            case COMPLETE, FAILED, STOPPED -> false;
        };
    }
}
