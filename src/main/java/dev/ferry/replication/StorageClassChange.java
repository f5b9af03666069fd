package dev.ferry.replication;

import dev.ferry.registry.Digest;
import dev.ferry.registry.MediaTypes;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.StorageClass;
import java.time.Instant;
import java.util.Optional;

/**
 * An image was archived, or restored, as it was committed.
 *
 * @param id           sorts by time; unique in its registry
 * @param target       the storage class that it is in since
 * @param mediaType    of its manifest
 * @param artifactType what kind of artifact it is, unless it is an ordinary container image
 * @param isReferrer   whether it refers to another image, as a signature does
 */
public record StorageClassChange(
        PushId id,
        Registry registry,
        RepositoryName repository,
        Digest digest,
        StorageClass target,
        String mediaType,
        Optional<String> artifactType,
        boolean isReferrer,
        Instant at) {

    /** What ECR's event has as {@code artifact-media-type}: an ordinary image's is that of its configuration. */
    Optional<String> artifactMediaType() {
        return artifactType.or(() -> switch (mediaType) {
            case MediaTypes.OCI_MANIFEST -> Optional.of(MediaTypes.OCI_CONFIG);
            case MediaTypes.DOCKER_MANIFEST -> Optional.of(MediaTypes.DOCKER_CONFIG);
            default -> Optional.empty();
        });
    }
}
