package dev.ferry.simulation.faults;

/** What can go wrong with one call. */
public enum Fault {
    /** The function dies before the call is made. */
    KILLED_BEFORE,
    /** The function dies after the call has had its effect, and before it is answered. */
    KILLED_AFTER,
    /** No answer comes, and nothing has happened. */
    TIMEOUT_BEFORE,
    /** No answer comes, and it has happened all the same. */
    TIMEOUT_AFTER,
    /** The first answer is lost, and the SDK makes the call once more by itself. */
    REPEATED,
    /** The service has too much to do. */
    THROTTLED,
    /** Another transaction has one of the items. */
    CONFLICT,
    /** Some of a batch is left undone. */
    UNPROCESSED
}
