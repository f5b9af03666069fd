package dev.ferry.replication;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.Digest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions.Partition;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryArn;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.StorageClass;
import dev.ferry.registry.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event as ECR sends it to EventBridge (ECR user guide, "Amazon ECR events and EventBridge"). Its detail has ECR's
 * fields and two more: {@code event-id}, the same however often the event is sent, and {@code registry-id}, the account in
 * whose registry it happened, which ECR's events have outside the detail, where only AWS can write it.
 *
 * @param id        the value of {@code event-id}
 * @param region    where it happened, on whose bus it belongs
 * @param resources the ARNs that it is about
 * @param detail    a JSON object
 */
public record Announcement(
        String id, String detailType, RegionName region, Instant time, List<String> resources, String detail) {

    public Announcement {
        resources = List.copyOf(resources);
    }

    /** {@code ECR Image Action}: an image was pushed, or deleted, or a tag of it was. */
    public static Announcement of(ImageAction action) {
        String id = action.id().value();
        ObjectNode detail = detail("SUCCESS", action.repository(), action.digest()).put("action-type", action.type().name());
        return new Announcement(
                id,
                "ECR Image Action",
                action.registry().region(),
                action.at(),
                List.of(),
                completed(detail, action.tag(), id, action.registry()));
    }

    /** {@code ECR Image Action}, or {@code ECR Referrer Action}: an image was archived, or restored. */
    public static Announcement of(StorageClassChange change) {
        String id = change.id().value();
        ObjectNode detail = detail("SUCCESS", change.repository(), change.digest())
                .put("action-type", "UPDATE_STORAGE_CLASS")
                .put("target-storage-class", change.target().name())
                .put("manifest-media-type", change.mediaType());
        change.artifactMediaType().ifPresent(type -> detail.put("artifact-media-type", type));
        if (change.target() == StorageClass.STANDARD) {
            detail.put("last-activated-at", change.at().toString());
        }
        return new Announcement(
                id,
                change.isReferrer() ? "ECR Referrer Action" : "ECR Image Action",
                change.registry().region(),
                change.at(),
                List.of(),
                completed(detail, Optional.empty(), id, change.registry()));
    }

    /**
     * {@code ECR Replication Action}: an image arrived at a destination, or was deleted there, or will not be.
     *
     * @param partition the one that both registries are in
     */
    public static Announcement of(Outcome outcome, Partition partition) {
        Registry destination = outcome.destination();
        String id = id(outcome);
        ObjectNode detail = detail(result(outcome), outcome.repository(), outcome.digest())
                .put("source-account", outcome.source().account().value())
                .put("action-type", type(outcome))
                .put("source-region", outcome.source().region().value());
        return new Announcement(
                id,
                "ECR Replication Action",
                destination.region(),
                outcome.endedAt(),
                List.of(RepositoryArn.of(partition, destination, outcome.repository()).toString()),
                completed(detail, outcome.tag(), id, destination));
    }

    /**
     * {@code ECR Replication Source Action}, which ECR does not have: the same end, told where it was pushed or deleted. It has
     * a type of its own, so that who counts the ends in a Region that is source and destination counts none twice.
     *
     * @param partition the one that both registries are in
     */
    public static Announcement atSource(Outcome outcome, Partition partition) {
        String id = id(outcome) + "#source";
        ObjectNode detail = detail(result(outcome), outcome.repository(), outcome.digest())
                .put("destination-account", outcome.destination().account().value())
                .put("action-type", type(outcome))
                .put("destination-region", outcome.destination().region().value());
        return new Announcement(
                id,
                "ECR Replication Source Action",
                outcome.source().region(),
                outcome.endedAt(),
                List.of(RepositoryArn.of(partition, outcome.source(), outcome.repository()).toString()),
                completed(detail, outcome.tag(), id, outcome.source()));
    }

    /** Who tries a failed replication again gives it another end, which is another event. */
    private static String id(Outcome outcome) {
        return outcome.push() + "#" + outcome.destination().account() + "#" + outcome.destination().region() + "#"
                + outcome.endedAt().toEpochMilli();
    }

    private static String result(Outcome outcome) {
        return outcome.isComplete() ? "SUCCESS" : "FAILED";
    }

    private static String type(Outcome outcome) {
        return outcome.action() == ImageAction.Type.PUSH ? "REPLICATE" : "DELETE";
    }

    /** {@code ECR Replication Backfill Action}: a backfill ended. That ECR sends one is known, what is in it is not. */
    public static Announcement of(Backfill backfill) {
        String id = backfill.id().value();
        BackfillProgress progress = backfill.progress();
        ObjectNode detail = JsonNodeFactory.instance.objectNode()
                .put("result", backfill.status() == BackfillStatus.COMPLETE ? "SUCCESS" : "FAILED")
                .put("action-type", "BACKFILL")
                .put("replication-backfill-id", id)
                .put("status", backfill.status().name())
                .put("destination-account", backfill.destination().account().value())
                .put("destination-region", backfill.destination().region().value())
                .put("total-replication-count", progress.total())
                .put("completed-replication-count", progress.completed())
                .put("failed-replication-count", progress.failed());
        return new Announcement(
                id,
                "ECR Replication Backfill Action",
                backfill.registry().region(),
                backfill.endedAt().orElseThrow(),
                List.of(),
                completed(detail, Optional.empty(), id, backfill.registry()));
    }

    private static ObjectNode detail(String result, RepositoryName repository, Digest digest) {
        return JsonNodeFactory.instance.objectNode()
                .put("result", result)
                .put("repository-name", repository.value())
                .put("image-digest", digest.toString());
    }

    private static String completed(ObjectNode detail, Optional<Tag> tag, String id, Registry where) {
        tag.ifPresent(name -> detail.put("image-tag", name.value()));
        return detail.put("event-id", id).put("registry-id", where.account().value()).toString();
    }
}
