package dev.ferry.service;

import dev.ferry.replication.FailureCode;

/** A replication that cannot succeed however often it is tried. */
final class ReplicationRefusedException extends RuntimeException {
    private final FailureCode code;

    /** @param reason for a person: what was tried, on what, and why it could not be done */
    ReplicationRefusedException(FailureCode code, String reason) {
        super(reason);
        this.code = code;
    }

    FailureCode code() {
        return code;
    }
}
