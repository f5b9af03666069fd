package dev.ferry.service.layer;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.Tables;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.RepositoryLayers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Finds out where a layer could be mounted from, for a push that does not say. */
@ApplicationScoped
public class LayerSources {
    /** How many repositories are looked into, the first by name: two calls. What is not found is uploaded. */
    private static final int REPOSITORIES = 100;

    private final Tables tables;
    private final RepositoriesTable repositories;
    private final RepositoryLayers layers;

    public LayerSources(Tables tables, RepositoriesTable repositories, RepositoryLayers layers) {
        this.tables = tables;
        this.repositories = repositories;
        this.layers = layers;
    }

    /** Repositories of the registry that have the layer; who may read them is for the caller to judge. */
    public List<RepositoryName> of(Registry registry, Digest layer) {
        List<RepositoryName> names = repositories.repositories(registry, Optional.empty(), REPOSITORIES)
                .limit(REPOSITORIES)
                .map(Repository::name)
                .toList();
        ReadSnapshot items = tables.get(
                registry.region(),
                names.stream().map(name -> ImagesTable.layerKey(key(registry, name), layer)).toList());
        return names.stream()
                .filter(name -> layers.size(items, key(registry, name), layer).isPresent())
                .toList();
    }

    private static RepositoryKey key(Registry registry, RepositoryName name) {
        return new RepositoryKey(registry.account(), name);
    }
}
