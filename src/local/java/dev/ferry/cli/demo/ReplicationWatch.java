package dev.ferry.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageReplicationStatus;
import software.amazon.awssdk.services.ecr.model.ReplicationStatus;

/** Follows a pushed image to its destinations, by asking the registry it was pushed to. */
final class ReplicationWatch {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Set<ReplicationStatus> ENDS = EnumSet.of(ReplicationStatus.COMPLETE, ReplicationStatus.FAILED);

    /**
     * A destination's status that differs from the one before.
     *
     * @param after since the watch began
     */
    record Change(Duration after, DemoRegistry destination, ImageReplicationStatus status) {}

    private final EcrClient source;
    private final String repository;
    private final String tag;
    private final Consumer<Change> changes;
    private final Instant start = Instant.now();
    private final Map<DemoRegistry, ImageReplicationStatus> seen = new HashMap<>();

    private ReplicationWatch(EcrClient source, String repository, String tag, Consumer<Change> changes) {
        this.source = source;
        this.repository = repository;
        this.tag = tag;
        this.changes = changes;
    }

    /** What the registry says of an image's destinations now. */
    static List<ImageReplicationStatus> statuses(EcrClient source, String repository, String tag) {
        return source.describeImageReplicationStatus(
                        request -> request.repositoryName(repository).imageId(image -> image.imageTag(tag)))
                .replicationStatuses();
    }

    /**
     * Waits until the image is in all destinations.
     *
     * @param changes is told of each change as it is seen, from another thread, while this one waits
     * @throws MismatchException if a replication fails, the time is over, or the destinations are others
     */
    static void untilComplete(
            EcrClient source,
            String repository,
            String tag,
            Set<DemoRegistry> destinations,
            Duration patience,
            Consumer<Change> changes)
            throws InterruptedException {
        ReplicationWatch watch = new ReplicationWatch(source, repository, tag, changes);
        watch.untilEnded(patience);
        watch.expectComplete(destinations);
    }

    private void untilEnded(Duration patience) throws InterruptedException {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        ScheduledExecutorService polls = Executors.newSingleThreadScheduledExecutor();
        try {
            polls.scheduleWithFixedDelay(() -> poll(ended), 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new MismatchException("every replication ended within " + Figures.time(patience), described());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            polls.shutdownNow();
        }
    }

    private void poll(CompletableFuture<Void> ended) {
        try {
            if (look()) {
                ended.complete(null);
            }
        } catch (RuntimeException e) { // of any kind: who waits is to have it
            ended.completeExceptionally(e);
        }
    }

    private synchronized boolean look() {
        List<ImageReplicationStatus> statuses = statuses(source, repository, tag);
        for (ImageReplicationStatus status : statuses) {
            DemoRegistry destination = DemoRegistry.of(status.registryId(), status.region());
            ImageReplicationStatus before = seen.put(destination, status);
            if (before == null || before.status() != status.status()) {
                changes.accept(new Change(Duration.between(start, Instant.now()), destination, status));
            }
        }
        return statuses.stream().allMatch(status -> ENDS.contains(status.status()));
    }

    private synchronized void expectComplete(Set<DemoRegistry> destinations) {
        boolean complete = seen.values().stream().allMatch(status -> status.status() == ReplicationStatus.COMPLETE);
        if (!complete || !seen.keySet().equals(destinations)) {
            throw new MismatchException("COMPLETE in " + destinations, described());
        }
    }

    private synchronized String described() {
        return seen.isEmpty() ? "no destination" : seen.values().toString();
    }
}
