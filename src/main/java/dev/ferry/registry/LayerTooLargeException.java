package dev.ferry.registry;

import java.time.Duration;

/** A layer that the store cannot hash, and that takes longer to be read and hashed than a request may last. */
public final class LayerTooLargeException extends EcrException {

    /** @param time that it had */
    public LayerTooLargeException(long size, Duration time) {
        super(ErrorCode.LIMIT_EXCEEDED, "The layer of " + size + " bytes is too large: it could not be hashed within "
                + time.toSeconds() + " seconds. What has up to 5 GiB and is called by its SHA-256 is hashed by the store, "
                + "and takes no time");
    }
}
