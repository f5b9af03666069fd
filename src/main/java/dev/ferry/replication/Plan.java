package dev.ferry.replication;

import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where one push, or one deletion, goes: each destination once, sorted. It is worked out when it happens and kept with it,
 * so that a later change of the configuration does not touch it.
 */
public record Plan(List<Registry> destinations) {
    public static final Plan NOWHERE = new Plan(List.of());

    public Plan {
        destinations = destinations.stream().distinct().sorted().toList();
    }

    /** The union of the destinations of all rules that pick the repository. */
    public static Plan of(ReplicationConfiguration configuration, RepositoryName repository) {
        return of(configuration.rules().stream(), repository);
    }

    /** Where a deletion goes: the same, of those rules alone that replicate deletions. */
    public static Plan ofDeletion(ReplicationConfiguration configuration, RepositoryName repository) {
        return of(configuration.rules().stream().filter(ReplicationRule::replicatesDeletions), repository);
    }

    private static Plan of(Stream<ReplicationRule> rules, RepositoryName repository) {
        return new Plan(rules
                .filter(rule -> rule.matches(repository))
                .flatMap(rule -> rule.destinations().stream())
                .toList());
    }

    public boolean isEmpty() {
        return destinations.isEmpty();
    }
}
