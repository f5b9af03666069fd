package dev.ferry.kills;

import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import java.util.List;

/**
 * A repository that is pushed to, and where its images have to go.
 *
 * @param door      how they get in
 * @param permitted whether the destinations let them in
 * @param mirrored  whether deletions go there too, so that a destination ends as a mirror of this
 */
record SourceRepository(
        Registry registry, RepositoryName name, List<Registry> destinations, Entry door, boolean permitted,
        boolean mirrored) {

    /** Which of the two APIs. */
    enum Entry {
        ECR,
        OCI;

        Door to(SourceRepository repository, PatientClient client) {
            return this == ECR ? new EcrDoor(repository, client) : new OciDoor(repository, client);
        }
    }

    SourceRepository {
        destinations = List.copyOf(destinations);
    }

    @Override
    public String toString() {
        return registry + "/" + name;
    }
}
