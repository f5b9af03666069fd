package dev.ferry.replication;

import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where one push, or one deletion, goes: each destination once, sorted. It is worked out when it happens and kept with it,
 * so that a later change of the configuration does not touch it.
 */
public record Plan(List<Registry> destinations) {
    public static final Plan NOWHERE = new Plan(List.of());

    public Plan {
        destinations = destinations.stream().distinct().sorted().toList();
    }

    /**
     * The union of the destinations of all rules that pick the push.
     *
     * @param tag empty for a push by digest
     */
    public static Plan of(ReplicationConfiguration configuration, RepositoryName repository, Optional<Tag> tag) {
        return of(configuration, rule -> rule.picks(repository, tag));
    }

    /** Where it goes that tags are taken away: where one of them went, of those rules alone that replicate deletions. */
    public static Plan ofUntagging(ReplicationConfiguration configuration, RepositoryName repository, Collection<Tag> tags) {
        return ofDeletion(configuration,
                rule -> tags.stream().anyMatch(tag -> rule.picks(repository, Optional.of(tag))));
    }

    /**
     * Where the deletion of an image goes: whatever tags it has left, for the one that brought it to a destination may have
     * moved on since.
     */
    public static Plan ofDeletion(ReplicationConfiguration configuration, RepositoryName repository) {
        return ofDeletion(configuration, rule -> rule.picks(repository));
    }

    private static Plan ofDeletion(ReplicationConfiguration configuration, Predicate<ReplicationRule> picks) {
        return of(configuration, picks.and(ReplicationRule::replicatesDeletions));
    }

    private static Plan of(ReplicationConfiguration configuration, Predicate<ReplicationRule> picks) {
        return new Plan(configuration.rules().stream()
                .filter(picks)
                .flatMap(rule -> rule.destinations().stream())
                .toList());
    }

    public boolean isEmpty() {
        return destinations.isEmpty();
    }
}
