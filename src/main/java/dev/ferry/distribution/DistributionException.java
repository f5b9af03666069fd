package dev.ferry.distribution;

import java.util.Map;

/** A request that is answered with an error. The message goes to the caller. */
public final class DistributionException extends RuntimeException {
    private final OciError error;
    private final transient Map<String, String> headers;

    public DistributionException(OciError error, String message) {
        this(error, message, Map.of());
    }

    /** @param headers what the answer says besides */
    public DistributionException(OciError error, String message, Map<String, String> headers) {
        super(message);
        this.error = error;
        this.headers = Map.copyOf(headers);
    }

    public OciError error() {
        return error;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
