package dev.ferry.service.image;

import dev.ferry.clients.UniqueNames;
import dev.ferry.registry.Image;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.StorageClass;
import dev.ferry.registry.StoredImage;
import dev.ferry.replication.PushId;
import dev.ferry.replication.StorageClassChange;
import dev.ferry.store.Write;
import dev.ferry.store.replications.StorageClassRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Records what is announced of a change of an image's storage class, in the transaction that changes it. */
@ApplicationScoped
public class StorageClassEvents {
    private final StorageClassRecords records;
    private final UniqueNames uniqueNames;

    public StorageClassEvents(StorageClassRecords records, UniqueNames uniqueNames) {
        this.records = records;
        this.uniqueNames = uniqueNames;
    }

    /** Part of a transaction that changes it. */
    Write of(Registry registry, RepositoryKey key, Image image, StorageClass target, Instant now) {
        return records.record(new StorageClassChange(
                PushId.at(now, uniqueNames.next()), registry, key.repository(), image.digest(), target, image.mediaType(),
                image.artifactType(), image.subject().isPresent(), now));
    }

    /** Parts of the transaction that brings an image again: it restores one that is archived. */
    public List<Write> ofBringing(Registry registry, RepositoryKey key, Optional<StoredImage> seen, Instant now) {
        return seen.map(StoredImage::image)
                .filter(image -> image.storage().isArchived())
                .map(image -> List.of(of(registry, key, image, StorageClass.STANDARD, now)))
                .orElse(List.of());
    }
}
