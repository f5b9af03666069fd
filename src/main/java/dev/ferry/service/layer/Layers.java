package dev.ferry.service.layer;

import dev.ferry.layers.LayerStore;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.LayersNotFoundException;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.RepositoryLayers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The layers of a repository: which there are, where they are fetched from, and how another repository shares them. */
@ApplicationScoped
public class Layers {
    private final Tables tables;
    private final RepositoriesTable repositories;
    private final RepositoryLayers repositoryLayers;
    private final LayerStore store;

    public Layers(
            Tables tables, RepositoriesTable repositories, RepositoryLayers repositoryLayers, LayerStore store) {
        this.tables = tables;
        this.repositories = repositories;
        this.repositoryLayers = repositoryLayers;
        this.store = store;
    }

    /** The repository's layers of these digests, with their sizes in bytes. */
    public Map<Digest, Long> available(Registry registry, RepositoryName name, Collection<Digest> wanted) {
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        ReadSnapshot items = items(registry, key, wanted);
        requireRepository(items, registry, name);
        Map<Digest, Long> available = new TreeMap<>();
        wanted.forEach(digest -> repositoryLayers.size(items, key, digest).ifPresent(size -> available.put(digest, size)));
        return available;
    }

    /**
     * A repository, with the size in bytes of one of its layers, if it has it.
     *
     * @throws EcrException RepositoryNotFoundException
     */
    Available find(Registry registry, RepositoryName name, Digest layer) {
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        ReadSnapshot items = items(registry, key, List.of(layer));
        return new Available(requireRepository(items, registry, name), repositoryLayers.size(items, key, layer));
    }

    record Available(Repository repository, Optional<Long> size) {}

    /**
     * The size of a layer of the repository, in bytes.
     *
     * @throws EcrException RepositoryNotFoundException, LayersNotFoundException
     */
    public long size(Registry registry, RepositoryName name, Digest layer) {
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        ReadSnapshot items = items(registry, key, List.of(layer));
        requireRepository(items, registry, name);
        return repositoryLayers.pullableSize(items, key, layer)
                .orElseThrow(() -> new LayersNotFoundException("The layer with digest " + layer
                        + " does not exist within the repository with name '" + name + "' in the registry with id '"
                        + registry.account() + "'"));
    }

    /**
     * A URL to fetch a layer of the repository from.
     *
     * @throws EcrException RepositoryNotFoundException, LayersNotFoundException
     */
    public String downloadUrl(Registry registry, RepositoryName name, Digest layer) {
        size(registry, name, layer);
        return store.downloadUrl(registry, layer);
    }

    /**
     * Lets a repository use a layer of another one of the registry, without a byte being moved.
     *
     * @return false if the other repository does not have it, or is not there
     * @throws EcrException RepositoryNotFoundException
     */
    public boolean mount(Registry registry, RepositoryName from, RepositoryName into, Digest layer) {
        Repository repository = repositories.repository(registry, into)
                .orElseThrow(() -> EcrException.repositoryNotFound(registry, into));
        RepositoryKey source = new RepositoryKey(registry.account(), from);
        ReadSnapshot items = items(registry, source, List.of(layer));
        Optional<Long> size = repositories.repository(items, registry, from)
                .flatMap(there -> repositoryLayers.size(items, source, layer));
        size.ifPresent(bytes -> tables.commit(registry.region(), addition(repository, layer, bytes)));
        return size.isPresent();
    }

    /** Parts of a transaction: this very repository may use a layer that the account has. */
    List<Write> addition(Repository repository, Digest layer, long size) {
        return List.of(
                repositories.isThere(repository),
                repositoryLayers.addition(
                        new RepositoryKey(repository.registry().account(), repository.name()), layer, size));
    }

    private ReadSnapshot items(Registry registry, RepositoryKey key, Collection<Digest> layers) {
        return tables.get(registry.region(), Stream.concat(
                        Stream.of(RepositoriesTable.key(key.account(), key.repository())),
                        layers.stream().map(layer -> ImagesTable.layerKey(key, layer)))
                .toList());
    }

    private Repository requireRepository(ReadSnapshot items, Registry registry, RepositoryName name) {
        return repositories.repository(items, registry, name)
                .orElseThrow(() -> EcrException.repositoryNotFound(registry, name));
    }
}
