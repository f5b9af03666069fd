package dev.ferry.service.replication;

import dev.ferry.replication.FailureCode;

/** A replication that cannot succeed however often it is tried. */
public final class ReplicationRefusedException extends RuntimeException {
    private final FailureCode code;

    /** @param reason for a person: what was tried, on what, and why it could not be done */
    public ReplicationRefusedException(FailureCode code, String reason) {
        super(reason);
        this.code = code;
    }

    FailureCode code() {
        return code;
    }
}
