package dev.ferry.clients;

import software.amazon.awssdk.core.exception.SdkException;

/** A service of AWS's did not do what it was asked to: it is out of reach, or refused. What it said is the cause. */
public final class UnavailableException extends RuntimeException {
    private UnavailableException(SdkException cause) {
        super(cause.getMessage(), cause);
    }

    /**
     * Makes a call for those who can go on without it, and know nothing of the SDK.
     *
     * @throws UnavailableException if it fails
     */
    public static void unless(Runnable call) {
        try {
            call.run();
        } catch (SdkException failed) {
            throw new UnavailableException(failed);
        }
    }
}
