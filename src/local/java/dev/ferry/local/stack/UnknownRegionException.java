package dev.ferry.local.stack;

/** There is no such Region. */
public final class UnknownRegionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownRegionException(String region) {
        super("there is no Region " + region);
    }
}
