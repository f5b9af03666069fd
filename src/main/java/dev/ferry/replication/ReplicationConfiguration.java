package dev.ferry.replication;

import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A registry's replication rules (ECR API, {@code ReplicationConfiguration}): at most 25, with at most 25 different
 * destinations over all of them (ECR service quotas).
 */
public record ReplicationConfiguration(List<ReplicationRule> rules) {
    static final int MAX_RULES = 25;
    static final int MAX_DESTINATIONS = 25;

    /** What a registry has that never configured replication. */
    public static final ReplicationConfiguration NONE = new ReplicationConfiguration(List.of());

    public ReplicationConfiguration {
        rules = List.copyOf(rules);
        if (rules.size() > MAX_RULES) {
            throw new InvalidValueException("A replication configuration can have at most " + MAX_RULES + " rules");
        }
        long destinations = destinations(rules).count();
        if (destinations > MAX_DESTINATIONS) {
            throw new InvalidValueException("A replication configuration can have at most " + MAX_DESTINATIONS
                    + " unique destinations across all rules");
        }
    }

    /** The rules that name the destination, and no other destination in them. */
    public ReplicationConfiguration to(Registry destination) {
        return new ReplicationConfiguration(rules.stream()
                .filter(rule -> rule.destinations().contains(destination))
                .map(rule -> new ReplicationRule(List.of(destination), rule.filters(), Optional.empty()))
                .toList());
    }

    /** Whether something of the repository goes anywhere. */
    public boolean picks(RepositoryName repository) {
        return rules.stream().anyMatch(rule -> rule.picks(repository));
    }

    /** Every destination that some rule names, each once. */
    public Stream<Registry> destinations() {
        return destinations(rules);
    }

    private static Stream<Registry> destinations(List<ReplicationRule> rules) {
        return rules.stream().flatMap(rule -> rule.destinations().stream()).distinct();
    }
}
