package dev.ferry.service.replication;

import dev.ferry.registry.Registry;
import dev.ferry.registry.Tag;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Replication;
import dev.ferry.store.ItemKey;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.LastPushes;
import dev.ferry.store.replications.ReplicationHistory;
import dev.ferry.store.replications.ReplicationHistory.PushHistory;
import dev.ferry.store.replications.ReplicationSteps;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How far an image has come on its way to its destinations. */
@ApplicationScoped
public class ReplicationStatuses {
    /** How far back a push is sought that neither its tag nor its image names, as earlier versions left them. */
    private static final int MAX_LOOKED_AT = 2_000;

    private final LastPushes lastPushes;
    private final ReplicationHistory history;

    public ReplicationStatuses(LastPushes lastPushes, ReplicationHistory history) {
        this.lastPushes = lastPushes;
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
        ItemKey named = tag.map(pushed -> ImagesTable.tagKey(image.repository(), pushed))
                .orElseGet(() -> ImagesTable.imageKey(image.repository(), image.digest()));
        return lastPushes.of(registry.region(), named)
                .flatMap(push -> history.push(registry.region(), image, push))
                .or(() -> sought(registry, image, tag))
                .map(ReplicationStatuses::withPlan);
    }

    private Optional<PushHistory> sought(Registry registry, ImageKey image, Optional<Tag> tag) {
        return history.latestFirst(registry.region(), image, MAX_LOOKED_AT)
                .filter(pushed -> tag.isEmpty() || pushed.push().tag().equals(tag))
                .findFirst();
    }

    private static PushHistory withPlan(PushHistory pushed) {
        Map<Registry, ReplicationSteps> steps = new TreeMap<>();
        pushed.push().plan().destinations().forEach(destination -> steps.put(
                destination, ReplicationSteps.planned(Replication.planned(pushed.push().id(), destination))));
        pushed.steps().forEach(opened -> steps.put(opened.replication().destination(), opened));
        return new PushHistory(pushed.push(), List.copyOf(steps.values()));
    }
}
