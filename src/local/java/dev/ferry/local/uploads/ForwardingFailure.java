package dev.ferry.local.uploads;

import dev.ferry.local.http.GatewayResponse;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Why a request got no answer from where it was sent on to, for the person who waits for one.
 *
 * @param status what a gateway answers then: 503 if nothing was sent, so that it may be sent again without a thought; 502
 *               and 504 if it may have had its effect
 */
record ForwardingFailure(int status, String reason) {

    static ForwardingFailure of(Throwable cause, String host) {
        if (cause instanceof HttpConnectTimeoutException) {
            return new ForwardingFailure(503, host + " could not be reached: no connection came about in time");
        }
        if (cause instanceof ConnectException) {
            String why = cause.getCause() instanceof UnresolvedAddressException
                    ? "no address is known for this name"
                    : "nothing takes a connection there";
            return new ForwardingFailure(503, host + " could not be reached: " + why);
        }
        if (cause instanceof SSLException) {
            return new ForwardingFailure(502, "no TLS connection to " + host + " came about: " + message(cause));
        }
        if (cause instanceof TimeoutException) {
            return new ForwardingFailure(504, host + " did not answer in time");
        }
        return new ForwardingFailure(502, "the connection to " + host + " broke before the answer: " + message(cause));
    }

    private static String message(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** In OCI's form. */
    GatewayResponse response() {
        return GatewayResponse.ociError(status, "UNAVAILABLE", "The gateway got no answer: " + reason);
    }
}
