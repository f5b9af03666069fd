package dev.ferry.replication;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a replication has come. It starts {@link Planned}, becomes {@link Granted} once the destination's policy has
 * been judged, and ends {@link Complete} or {@link Failed}; an end is never left again. A person may have what failed
 * attempted anew: that begins where {@link Failed#again} says.
 */
public sealed interface ReplicationState {

    /** ECR's name for it: IN_PROGRESS, COMPLETE or FAILED. */
    Status status();

    /** ECR API, {@code ReplicationStatus}. */
    enum Status { IN_PROGRESS, COMPLETE, FAILED }

    /** Nothing has happened at the destination yet, and its policy has not been asked. */
    record Planned() implements ReplicationState {
        @Override
        public Status status() {
            return Status.IN_PROGRESS;
        }
    }

    /**
     * The destination allowed it; a policy that is changed from here on no longer matters to this replication.
     *
     * @param mayCreateRepository whether the repository may be made at the destination if it is not there
     */
    record Granted(Instant at, boolean mayCreateRepository) implements ReplicationState {
        @Override
        public Status status() {
            return Status.IN_PROGRESS;
        }
    }

    /**
     * The image can be pulled at the destination.
     *
     * @param layers what its layers were of; empty where none had to be looked at
     */
    record Complete(Instant at, Optional<LayerBytes> layers) implements ReplicationState {
        /** The end of what brought no layer. */
        public Complete(Instant at) {
            this(at, Optional.empty());
        }

        @Override
        public Status status() {
            return Status.COMPLETE;
        }
    }

    /**
     * It will not arrive.
     *
     * @param reason for a person: what was tried, on what, and why it could not be done
     * @param grant  that it had, if the destination allowed it before it failed
     */
    record Failed(Instant at, FailureCode code, String reason, Optional<Granted> grant) implements ReplicationState {
        /** A failure of what was never granted, or of what the one who failed knows no more of. */
        public Failed(Instant at, FailureCode code, String reason) {
            this(at, code, reason, Optional.empty());
        }

        /** Where a further attempt begins: a permission once granted holds, one that never was is judged anew. */
        public ReplicationState retry() {
            return grant.<ReplicationState>map(granted -> granted).orElseGet(Planned::new);
        }

        @Override
        public Status status() {
            return Status.FAILED;
        }
    }

    /** Whether the state may become that one. */
    default boolean mayBecome(ReplicationState next) {
        if (this instanceof Planned) {
            // Where the destination has it all already, nobody has to be asked.
            return next instanceof Granted || next instanceof Complete || next instanceof Failed;
        }
        return this instanceof Granted && (next instanceof Complete || next instanceof Failed);
    }
}
