package dev.ferry.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * In which storage class an image is, and since when.
 *
 * @param archivedAt  when it was archived last; empty if it never was
 * @param activatedAt when it was restored last; empty if it never was
 */
public record ImageStorage(StorageClass storageClass, Optional<Instant> archivedAt, Optional<Instant> activatedAt) {
    /** Of an image that was never archived. */
    public static final ImageStorage STANDARD = new ImageStorage(StorageClass.STANDARD, Optional.empty(), Optional.empty());

    public boolean isArchived() {
        return storageClass == StorageClass.ARCHIVE;
    }
}
