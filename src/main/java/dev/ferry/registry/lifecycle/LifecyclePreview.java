package dev.ferry.registry.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a lifecycle policy would do with a repository.
 *
 * @param text   of the policy
 * @param result empty as long as the images were not all looked at
 */
public record LifecyclePreview(String id, String text, Instant startedAt, Optional<Result> result) {
    /** How long one is told. */
    public static final Duration KEPT = Duration.ofDays(1);

    /** After this time nobody looks at images any more. */
    public static final Duration MOST = Duration.ofHours(1);

    /** ECR's statuses, by ECR's names. */
    public enum Status { IN_PROGRESS, COMPLETE, EXPIRED, FAILED }

    /**
     * @param evaluation   as {@link LifecycleEvaluationJson} writes it
     * @param expired      how many images would expire
     * @param transitioned how many would be archived
     */
    public record Result(String evaluation, int expired, int transitioned) {}

    public Status status(Instant now) {
        if (startedAt.plus(KEPT).isBefore(now)) {
            return Status.EXPIRED;
        }
        if (result.isPresent()) {
            return Status.COMPLETE;
        }
        return startedAt.plus(MOST).isBefore(now) ? Status.FAILED : Status.IN_PROGRESS;
    }
}
