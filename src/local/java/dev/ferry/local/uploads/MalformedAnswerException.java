package dev.ferry.local.uploads;

import dev.ferry.local.http.GatewayResponse;

/** An upload was accepted by an answer that does not say how it goes on. */
final class MalformedAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedAnswerException(String message) {
        super(message);
    }

    GatewayResponse response() {
        return GatewayResponse.ociError(502, "BLOB_UPLOAD_INVALID", getMessage());
    }
}
