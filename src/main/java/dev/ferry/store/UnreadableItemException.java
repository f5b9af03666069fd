package dev.ferry.store;

/** An item that lacks what every item of its kind has, as one may that an older version wrote, or someone else. */
public final class UnreadableItemException extends RuntimeException {
    UnreadableItemException(String message) {
        super(message);
    }

    UnreadableItemException(RuntimeException cause) {
        super(cause.getMessage(), cause);
    }
}
