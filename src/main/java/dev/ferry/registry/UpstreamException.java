package dev.ferry.registry;

/** An upstream registry did not give what was to be pulled through a cache. */
public final class UpstreamException extends EcrException {
    private final Reason reason;

    /** Why not. */
    public enum Reason {
        /** It has no such thing. */
        MISSING,
        /** It wants another credential, or one that cannot be read. */
        DENIED,
        TOO_MANY_REQUESTS,
        /** It cannot be reached, or answers what no registry would. */
        UNAVAILABLE
    }

    public UpstreamException(Reason reason, String message) {
        this(ErrorCode.UNABLE_TO_GET_UPSTREAM_IMAGE, reason, message);
    }

    public UpstreamException(ErrorCode code, Reason reason, String message) {
        super(code, message);
        this.reason = reason;
    }

    /** The same, as an operation about an image or a layer tells it. */
    public UpstreamException as(ErrorCode code) {
        UpstreamException told = new UpstreamException(code, reason, getMessage());
        told.initCause(this);
        return told;
    }

    public Reason reason() {
        return reason;
    }
}
