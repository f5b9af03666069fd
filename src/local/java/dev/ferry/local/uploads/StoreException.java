package dev.ferry.local.uploads;

import dev.ferry.local.http.GatewayResponse;

/** The store did not take, or give, what it was to by a presigned URL. */
final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int INSUFFICIENT_STORAGE = 507;

    private StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    static StoreException answered(int status) {
        return new StoreException(
                status == INSUFFICIENT_STORAGE
                        ? "The disk on which the registry keeps its data is full"
                        : "The store of the layers answered " + status + " to a part of it",
                null);
    }

    static StoreException unanswered(Throwable cause) {
        return new StoreException("The store of the layers gave no answer to a part of it: " + cause.getMessage(), cause);
    }

    /** In OCI's form. What came before that part is there, and the client can go on behind it. */
    GatewayResponse response() {
        return GatewayResponse.ociError(502, "UNAVAILABLE", getMessage());
    }
}
