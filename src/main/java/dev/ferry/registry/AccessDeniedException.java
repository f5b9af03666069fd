package dev.ferry.registry;

/** A policy, or the lack of one, keeps the caller from what was asked for. */
public final class AccessDeniedException extends EcrException {
    public AccessDeniedException(String message) {
        super(ErrorCode.ACCESS_DENIED, message);
    }
}
