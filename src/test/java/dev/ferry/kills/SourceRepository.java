package dev.ferry.kills;

import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import java.util.List;

/**
 * A repository that is pushed to, and where its images have to go.
 *
 * @param permitted whether the destinations let them in
 */
record SourceRepository(Registry registry, RepositoryName name, List<Registry> destinations, boolean permitted) {
    SourceRepository {
        destinations = List.copyOf(destinations);
    }

    @Override
    public String toString() {
        return registry + "/" + name;
    }
}
