package dev.ferry.service.replication;

import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Push;
import dev.ferry.replication.Replication;
import dev.ferry.store.replications.ReplicationHistory;
import dev.ferry.store.replications.ReplicationHistory.PushHistory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How far an image has come on its way to its destinations. */
@ApplicationScoped
public class ReplicationStatuses {
    private final ReplicationHistory history;

    public ReplicationStatuses(ReplicationHistory history) {
        this.history = history;
    }

    /**
     * The latest replication of an image to each destination that one of its pushes went to. A destination whose
     * replication is not opened yet is planned, so this is right from the moment the push returns.
     */
    public List<Replication> of(Registry registry, ImageKey image) {
        Map<Registry, Replication> latest = new TreeMap<>();
        for (PushHistory pushed : history.of(registry.region(), image)) {
            Push push = pushed.push();
            push.plan().destinations()
                    .forEach(destination -> latest.put(destination, Replication.planned(push.id(), destination)));
            pushed.opened().forEach(replication -> latest.put(replication.destination(), replication));
        }
        return List.copyOf(latest.values());
    }
}
