package dev.ferry.replication;

import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import java.util.List;
import java.util.Optional;

/**
 * Where the images of some repositories go (ECR API, {@code ReplicationRule}).
 *
 * @param filters a repository is picked when one of them matches; none at all picks every repository; at most 100
 * @param deleteReplication whether deletions go there too, as its owner said; who said nothing did not want it
 */
public record ReplicationRule(
        List<Registry> destinations, List<RepositoryFilter> filters, Optional<Boolean> deleteReplication) {
    static final int MAX_FILTERS = 100;

    public ReplicationRule {
        destinations = List.copyOf(destinations);
        filters = List.copyOf(filters);
        if (filters.size() > MAX_FILTERS) {
            throw new InvalidValueException("A replication rule can have at most " + MAX_FILTERS + " repository filters");
        }
    }

    /** A rule that says nothing of deletions. */
    public ReplicationRule(List<Registry> destinations, List<RepositoryFilter> filters) {
        this(destinations, filters, Optional.empty());
    }

    public boolean replicatesDeletions() {
        return deleteReplication.orElse(false);
    }

    public boolean matches(RepositoryName repository) {
        return filters.isEmpty() || filters.stream().anyMatch(filter -> filter.matches(repository));
    }
}
