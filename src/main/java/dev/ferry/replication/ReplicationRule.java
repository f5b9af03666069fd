package dev.ferry.replication;

import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import java.util.List;

/**
 * Where the images of some repositories go (ECR API, {@code ReplicationRule}).
 *
 * @param filters a repository is picked when one of them matches; none at all picks every repository; at most 100
 */
public record ReplicationRule(List<Registry> destinations, List<RepositoryFilter> filters) {
    static final int MAX_FILTERS = 100;

    public ReplicationRule {
        destinations = List.copyOf(destinations);
        filters = List.copyOf(filters);
        if (filters.size() > MAX_FILTERS) {
            throw new InvalidValueException("A replication rule can have at most " + MAX_FILTERS + " repository filters");
        }
    }

    public boolean matches(RepositoryName repository) {
        return filters.isEmpty() || filters.stream().anyMatch(filter -> filter.matches(repository));
    }
}
