package dev.ferry.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.store.replications.ReplicationHistory.PushHistory;
import dev.ferry.store.replications.ReplicationSteps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long what arrived within the last hour took, from the push on, by source and destination. */
final class Lags {
    private static final Duration WITHIN = Duration.ofHours(1);

    /** A way from one registry to another. */
    record Route(Registry from, Registry to) {}

    private final Map<Route, List<Long>> millis = new HashMap<>();

    Lags(List<PushHistory> pushes, Instant now) {
        for (PushHistory history : pushes) {
            for (ReplicationSteps steps : history.steps()) {
                if (steps.replication().state() instanceof Complete complete && complete.at().isAfter(now.minus(WITHIN))) {
                    millis.computeIfAbsent(
                                    new Route(history.push().registry(), steps.replication().destination()),
                                    route -> new ArrayList<>())
                            .add(Duration.between(history.push().pushedAt(), complete.at()).toMillis());
                }
            }
        }
        millis.values().forEach(Collections::sort);
    }

    /** Writes how many there were and, if any, the median and the 99th percentile in milliseconds. */
    void write(Route route, ObjectNode into) {
        List<Long> sorted = millis.getOrDefault(route, List.of());
        into.put("arrived", sorted.size());
        if (!sorted.isEmpty()) {
            into.put("p50Millis", percentile(sorted, 50)).put("p99Millis", percentile(sorted, 99));
        }
    }

    /** By nearest rank. */
    private static long percentile(List<Long> sorted, int percent) {
        return sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
    }
}
