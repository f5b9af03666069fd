package dev.ferry.service.replication;

import dev.ferry.registry.Registry;
import dev.ferry.registry.Tag;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Replication;
import dev.ferry.store.replications.ReplicationHistory;
import dev.ferry.store.replications.ReplicationHistory.PushHistory;
import dev.ferry.store.replications.ReplicationSteps;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How far an image has come on its way to its destinations. */
@ApplicationScoped
public class ReplicationStatuses {
    private final ReplicationHistory history;

    public ReplicationStatuses(ReplicationHistory history) {
        this.history = history;
    }

    /**
     * The replications of an image's last push, or of its last push under a tag; none where there was no such push. A
     * destination whose replication is not opened yet is planned, so this is right from the moment the push returns.
     */
    public List<Replication> of(Registry registry, ImageKey image, Optional<Tag> tag) {
        return lastPush(registry, image, tag).map(PushHistory::opened).orElse(List.of());
    }

    /** The push that {@link #of} tells of, with every destination of its plan. */
    public Optional<PushHistory> lastPush(Registry registry, ImageKey image, Optional<Tag> tag) {
        Stream<PushHistory> pushes = tag
                .map(pushed -> history.latestFirst(registry.region(), image, pushed))
                .orElseGet(() -> history.latestFirst(registry.region(), image));
        return pushes.findFirst().map(ReplicationStatuses::withPlan);
    }

    private static PushHistory withPlan(PushHistory pushed) {
        Map<Registry, ReplicationSteps> steps = new TreeMap<>();
        pushed.push().plan().destinations().forEach(destination -> steps.put(
                destination, ReplicationSteps.planned(Replication.planned(pushed.push().id(), destination))));
        pushed.steps().forEach(opened -> steps.put(opened.replication().destination(), opened));
        return new PushHistory(pushed.push(), List.copyOf(steps.values()));
    }
}
