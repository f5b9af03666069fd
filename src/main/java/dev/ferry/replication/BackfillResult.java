package dev.ferry.replication;

import dev.ferry.registry.ImageId;
import dev.ferry.registry.RepositoryName;
import java.util.Optional;

/**
 * What became of one image of a backfill (ECR API, {@code ReplicationBackfillResult}).
 *
 * @param failureCode of one that failed
 */
public record BackfillResult(RepositoryName repository, ImageId image, Optional<String> failureCode) {
    /** ECR API, {@code ReplicationBackfillResultStatus}. */
    public enum Status { COMPLETE, FAILED }

    public Status status() {
        return failureCode.isPresent() ? Status.FAILED : Status.COMPLETE;
    }

    /** What it is called among the results of its backfill. */
    public String name() {
        return BackfillImage.name(repository, image);
    }
}
