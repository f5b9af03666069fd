package dev.ferry.local.stack;

/** A Region's stack cannot be made or kept as the template declares it; the message says why, and what to do. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StackException(String message) {
        super(message);
    }
}
