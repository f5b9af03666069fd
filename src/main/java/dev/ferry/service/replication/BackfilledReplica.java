package dev.ferry.service.replication;

import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.replication.Push;
import dev.ferry.replication.Replication;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.StoredImages;
import jakarta.enterprise.context.ApplicationScoped;

/** What a backfill finds at the destination already. */
@ApplicationScoped
public class BackfilledReplica {
    private final RepositoriesTable repositories;
    private final StoredImages images;
    private final ImageTags tags;

    public BackfilledReplica(RepositoriesTable repositories, StoredImages images, ImageTags tags) {
        this.repositories = repositories;
        this.images = images;
        this.tags = tags;
    }

    /**
     * Whether the destination has the image, and has seen the tag as it was pushed, or later.
     *
     * @param there what {@link ReplicaWriter#readDestination} saw
     */
    boolean isThere(Push push, Replication replication, ReadSnapshot there) {
        Registry destination = replication.destination();
        RepositoryKey key = new RepositoryKey(destination.account(), push.repository());
        return repositories.repository(there, destination, push.repository()).isPresent()
                && images.image(there, key, push.digest()).isPresent()
                && push.tag().map(tag -> tags.tag(there, key, tag))
                        .map(state -> state.hasSeen(push.registry(), push.tagVersion().orElseThrow())
                                && !state.lacks(push.registry(), push.tagVersion().orElseThrow()))
                        .orElse(true);
    }
}
