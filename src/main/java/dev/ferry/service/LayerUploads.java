package dev.ferry.service;

import dev.ferry.layers.LayerStore;
import dev.ferry.layers.ResumableHash;
import dev.ferry.layers.UploadedLayers;
import dev.ferry.layers.UploadedLayers.InterleavedUploadException;
import dev.ferry.layers.UploadedLayers.UploadEndedException;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryName;
import dev.ferry.store.ContentionException;
import dev.ferry.store.ImagesTable;
import dev.ferry.store.Items;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.RepositoryKey;
import dev.ferry.store.RepositoryLayers;
import dev.ferry.store.Tables;
import dev.ferry.store.UploadsTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Layers are uploaded in consecutive parts, and become the repository's when their digest proves right. */
@ApplicationScoped
public class LayerUploads {
    private final Tables tables;
    private final RepositoriesTable repositories;
    private final RepositoryLayers repositoryLayers;
    private final UploadsTable uploads;
    private final UploadedLayers chunks;
    private final LayerStore layers;
    private final Clock clock;

    public LayerUploads(
            Tables tables,
            RepositoriesTable repositories,
            RepositoryLayers repositoryLayers,
            UploadsTable uploads,
            UploadedLayers chunks,
            LayerStore layers,
            Clock clock) {
        this.tables = tables;
        this.repositories = repositories;
        this.repositoryLayers = repositoryLayers;
        this.uploads = uploads;
        this.chunks = chunks;
        this.layers = layers;
        this.clock = clock;
    }

    /** The repository's layers of these digests, with their sizes in bytes. */
    public Map<Digest, Long> available(Registry registry, RepositoryName name, Collection<Digest> wanted) {
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        List<Digest> digests = List.copyOf(wanted);
        Items items = tables.get(registry.region(), Stream.concat(
                        Stream.of(repositories.key(registry.account(), name)),
                        digests.stream().map(digest -> ImagesTable.layerKey(key, digest)))
                .toList());
        if (repositories.repository(items, registry, name).isEmpty()) {
            throw EcrException.repositoryNotFound(registry, name);
        }
        Map<Digest, Long> available = new TreeMap<>();
        digests.forEach(digest -> repositoryLayers.size(items, key, digest).ifPresent(size -> available.put(digest, size)));
        return available;
    }

    /**
     * The size of a layer of the repository, in bytes.
     *
     * @throws EcrException RepositoryNotFoundException, LayersNotFoundException
     */
    public long size(Registry registry, RepositoryName name, Digest layer) {
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        Items items = tables.get(
                registry.region(), List.of(repositories.key(registry.account(), name), ImagesTable.layerKey(key, layer)));
        if (repositories.repository(items, registry, name).isEmpty()) {
            throw EcrException.repositoryNotFound(registry, name);
        }
        return repositoryLayers.pullableSize(items, key, layer)
                .orElseThrow(() -> new EcrException(ErrorCode.LAYERS_NOT_FOUND, "The layer with digest " + layer
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
        return layers.downloadUrl(registry, layer);
    }

    /** Begins the upload of a layer that will be called by its SHA-256. */
    public LayerUpload begin(Registry registry, RepositoryName name) {
        return begin(registry, name, Digest.Algorithm.SHA256);
    }

    /**
     * Begins the upload of a layer.
     *
     * @param algorithm by which the layer will be called; another one costs a second reading of all that was uploaded
     */
    public LayerUpload begin(Registry registry, RepositoryName name, Digest.Algorithm algorithm) {
        requireRepository(registry, name);
        LayerUpload upload = LayerUpload.begun(
                UploadsTable.newId(clock.instant()), registry, name, algorithm, ResumableHash.start(algorithm).state());
        uploads.begin(upload, clock.instant());
        return upload;
    }

    /**
     * Adds a part. Parts come in order, without a gap and without an overlap.
     *
     * @return the upload with the part
     */
    public LayerUpload append(Registry registry, RepositoryName name, String id, long firstByte, byte[] part) {
        LayerUpload upload = find(registry, name, id);
        if (firstByte != upload.received()) {
            throw invalidPart(upload, "starts at byte " + firstByte + ", but the next byte is " + upload.received());
        }
        if (part.length == 0) {
            throw invalidPart(upload, "is empty");
        }
        LayerUpload further;
        try {
            further = chunks.append(upload, part);
        } catch (UploadEndedException ended) {
            throw notFound(registry, name, id);
        }
        if (!uploads.advance(upload, further, clock.instant())) {
            throw invalidPart(find(registry, name, id), "was overtaken by another one that starts at the same byte");
        }
        return further;
    }

    private static EcrException invalidPart(LayerUpload upload, String why) {
        return new EcrException(ErrorCode.INVALID_LAYER_PART, "The layer part of the upload with id '" + upload.id() + "' "
                + why,
                Map.of("registryId", upload.registry().account().value(),
                        "repositoryName", upload.repository().value(),
                        "uploadId", upload.id(),
                        "lastValidByteReceived", upload.received() - 1));
    }

    /**
     * Makes the upload a layer of the repository.
     *
     * @throws EcrException EmptyUploadException, InvalidLayerException when the digest is another one (the upload stays as
     *     it was), LayerAlreadyExistsException, UploadNotFoundException
     */
    public void complete(Registry registry, RepositoryName name, String id, List<Digest> digests) {
        Contention.retry(() -> {
            tryComplete(registry, name, id, digests);
            return null;
        });
    }

    private void tryComplete(Registry registry, RepositoryName name, String id, List<Digest> digests) {
        Repository repository = requireRepository(registry, name);
        LayerUpload upload = find(registry, name, id);
        if (upload.received() == 0) {
            throw new EcrException(ErrorCode.EMPTY_UPLOAD,
                    "The specified layer upload with id '" + id + "' does not contain any layer parts");
        }
        Digest layer = ResumableHash.resume(upload.algorithm(), upload.hash()).digest();
        digests.stream().filter(given -> !given.equals(layer)).findFirst().ifPresent(given -> {
            throw invalidLayer(given, layer);
        });
        if (!available(registry, name, List.of(layer)).isEmpty()) {
            throw new EcrException(ErrorCode.LAYER_ALREADY_EXISTS, "The layer with digest '" + layer
                    + "' already exists in the repository with name '" + name + "' in the registry with id '"
                    + registry.account() + "'");
        }
        make(repository, upload, layer);
    }

    /**
     * Makes the upload a layer of the repository, as OCI's distribution has it: the layer may be empty, may be there
     * already, and may be called by another algorithm than the one that the upload began with.
     *
     * @throws EcrException InvalidLayerException when the digest is another one: the upload stays as it was, unless it had
     *     to be read again to know; UploadNotFoundException
     */
    public void finish(Registry registry, RepositoryName name, String id, Digest layer) {
        Contention.retry(() -> {
            tryFinish(registry, name, id, layer);
            return null;
        });
    }

    private void tryFinish(Registry registry, RepositoryName name, String id, Digest layer) {
        Repository repository = requireRepository(registry, name);
        LayerUpload upload = find(registry, name, id);
        if (layer.algorithm() == upload.algorithm()) {
            if (!isWhole(upload, layer)) {
                throw invalidLayer(layer, ResumableHash.resume(upload.algorithm(), upload.hash()).digest());
            }
        } else {
            Digest received = joining(upload, () -> chunks.digest(upload, layer.algorithm()));
            if (!received.equals(layer)) {
                end(upload);
                throw invalidLayer(layer, received);
            }
        }
        if (available(registry, name, List.of(layer)).isEmpty()) {
            make(repository, upload, layer);
        } else {
            end(upload);
        }
    }

    private void make(Repository repository, LayerUpload upload, Digest layer) {
        joining(upload, () -> {
            chunks.complete(upload, layer);
            return layer;
        });
        RepositoryKey key = new RepositoryKey(upload.registry().account(), upload.repository());
        tables.commit(upload.registry().region(), List.of(
                repositories.isThere(repository),
                repositoryLayers.addition(key, layer, upload.received()),
                uploads.end(upload)));
        chunks.discard(upload);
    }

    private Digest joining(LayerUpload upload, Supplier<Digest> step) {
        try {
            return step.get();
        } catch (InterleavedUploadException interleaved) {
            // What another completion took away looks the same from here; then the upload is gone, which says so.
            find(upload.registry(), upload.repository(), upload.id());
            throw new EcrException(ErrorCode.INVALID_LAYER, "The layer upload with id '" + upload.id()
                    + "' cannot be completed: it holds parts that two clients sent for the same bytes");
        } catch (UploadEndedException ended) {
            throw new ContentionException("the upload " + upload.id() + " was completed meanwhile");
        }
    }

    private static EcrException invalidLayer(Digest given, Digest calculated) {
        return new EcrException(ErrorCode.INVALID_LAYER, "Layer digest '" + given
                + "' does not match the digest that was calculated: '" + calculated + "'");
    }

    /**
     * How far an upload has come.
     *
     * @throws EcrException UploadNotFoundException
     */
    public LayerUpload status(Registry registry, RepositoryName name, String id) {
        return find(registry, name, id);
    }

    /**
     * Gives an upload up, with all that has come of it.
     *
     * @throws EcrException UploadNotFoundException
     */
    public void cancel(Registry registry, RepositoryName name, String id) {
        if (!end(find(registry, name, id))) {
            throw notFound(registry, name, id);
        }
    }

    private boolean end(LayerUpload upload) {
        boolean wasThere = uploads.delete(upload);
        chunks.abort(upload);
        return wasThere;
    }

    /**
     * Lets a repository use a layer of another one of the registry, without a byte being moved.
     *
     * @return false if the other repository does not have it, or is not there
     * @throws EcrException RepositoryNotFoundException
     */
    public boolean mount(Registry registry, RepositoryName from, RepositoryName into, Digest layer) {
        Repository repository = requireRepository(registry, into);
        RepositoryKey source = new RepositoryKey(registry.account(), from);
        Items items = tables.get(
                registry.region(), List.of(repositories.key(registry.account(), from), ImagesTable.layerKey(source, layer)));
        Optional<Long> size = repositories.repository(items, registry, from)
                .flatMap(there -> repositoryLayers.size(items, source, layer));
        size.ifPresent(bytes -> tables.commit(registry.region(), List.of(
                repositories.isThere(repository),
                repositoryLayers.addition(new RepositoryKey(registry.account(), into), layer, bytes))));
        return size.isPresent();
    }

    /** Whether all of the layer has come, by the hash that was kept. */
    public boolean isWhole(LayerUpload upload, Digest layer) {
        return layer.algorithm() == upload.algorithm()
                && ResumableHash.resume(upload.algorithm(), upload.hash()).digest().equals(layer);
    }

    private Repository requireRepository(Registry registry, RepositoryName name) {
        return repositories.repository(registry, name)
                .orElseThrow(() -> EcrException.repositoryNotFound(registry, name));
    }

    private LayerUpload find(Registry registry, RepositoryName name, String id) {
        return uploads.find(registry.region(), new RepositoryKey(registry.account(), name), id, clock.instant())
                .orElseThrow(() -> {
                    requireRepository(registry, name);
                    return notFound(registry, name, id);
                });
    }

    private static EcrException notFound(Registry registry, RepositoryName name, String id) {
        return new EcrException(ErrorCode.UPLOAD_NOT_FOUND, "The upload with id '" + id
                + "' does not exist in the repository with name '" + name + "' in the registry with id '"
                + registry.account() + "'");
    }
}
