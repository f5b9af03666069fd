package dev.ferry.replication;

import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import java.util.List;
import java.util.Optional;

/**
 * Where the images of some repositories go (ECR API, {@code ReplicationRule}).
 *
 * @param filters none at all picks every repository
 * @param deleteReplication whether deletions go there too, as its owner said; who said nothing did not want it
 */
public record ReplicationRule(
        List<Registry> destinations, RepositoryFilters filters, Optional<Boolean> deleteReplication) {
    public ReplicationRule {
        destinations = List.copyOf(destinations);
    }

    public ReplicationRule(
            List<Registry> destinations, List<RepositoryFilter> filters, Optional<Boolean> deleteReplication) {
        this(destinations, new RepositoryFilters(filters), deleteReplication);
    }

    /** A rule that says nothing of deletions. */
    public ReplicationRule(List<Registry> destinations, List<RepositoryFilter> filters) {
        this(destinations, filters, Optional.empty());
    }

    public boolean replicatesDeletions() {
        return deleteReplication.orElse(false);
    }

    /** Whether something of the repository goes there. */
    public boolean picks(RepositoryName repository) {
        return filters.choose(repository).picks();
    }

    /** @param tag empty for what has none */
    public boolean picks(RepositoryName repository, Optional<Tag> tag) {
        return filters.choose(repository, tag).picks();
    }
}
