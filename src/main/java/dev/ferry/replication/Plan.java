package dev.ferry.replication;

import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import java.util.List;

/**
 * Where one push goes: each destination once, sorted. It is worked out when the image is pushed and kept with the push,
 * so that a later change of the configuration does not touch it.
 */
public record Plan(List<Registry> destinations) {
    public static final Plan NOWHERE = new Plan(List.of());

    public Plan {
        destinations = destinations.stream().distinct().sorted().toList();
    }

    /** The union of the destinations of all rules that pick the repository. */
    public static Plan of(ReplicationConfiguration configuration, RepositoryName repository) {
        return new Plan(configuration.rules().stream()
                .filter(rule -> rule.matches(repository))
                .flatMap(rule -> rule.destinations().stream())
                .toList());
    }

    public boolean isEmpty() {
        return destinations.isEmpty();
    }
}
