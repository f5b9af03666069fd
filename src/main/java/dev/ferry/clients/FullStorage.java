package dev.ferry.clients;

import software.amazon.awssdk.core.exception.SdkServiceException;

/** That a store has no room left, which only a local one can say: S3 and DynamoDB themselves have no end. */
public final class FullStorage {
    /** For whoever made the request, and can do nothing about it but tell whoever runs the registry. */
    public static final String MESSAGE = "The disk on which the registry keeps its data is full. Nothing of the request was "
            + "kept; make room, then try again.";

    private static final int INSUFFICIENT_STORAGE = 507;

    private FullStorage() {}

    /** Whether a request failed for want of room. */
    public static boolean caused(Throwable failure) {
        return failure instanceof SdkServiceException answer && answer.statusCode() == INSUFFICIENT_STORAGE
                || failure.getCause() != null && caused(failure.getCause());
    }
}
