package dev.ferry.service.layer;

import dev.ferry.layers.LayerChunks;
import dev.ferry.layers.LayerChunks.UploadEndedException;
import dev.ferry.layers.LeasedParts;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.InvalidLayerPartException;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.PartNumbers;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.UploadNotFoundException;
import dev.ferry.service.repository.Repositories;
import dev.ferry.store.UploadsTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Layers are uploaded in consecutive parts. {@link LayerCompletion} makes them a repository's. */
@ApplicationScoped
public class LayerUploads {
    private final Repositories repositories;
    private final UploadsTable uploads;
    private final LayerChunks chunks;
    private final LeasedParts parts;
    private final Clock clock;

    public LayerUploads(
            Repositories repositories, UploadsTable uploads, LayerChunks chunks, LeasedParts parts, Clock clock) {
        this.repositories = repositories;
        this.uploads = uploads;
        this.chunks = chunks;
        this.parts = parts;
        this.clock = clock;
    }

    /**
     * Begins the upload of a layer.
     *
     * @param repository as it was just now; that it is there still is seen when the layer is complete
     * @param countedAs  as {@link OpenUploads#requireRoom} says
     */
    public LayerUpload begin(Repository repository, String countedAs) {
        LayerUpload upload = LayerUpload.begun(
                UploadsTable.newId(clock.instant()), repository.registry(), repository.name(), countedAs);
        uploads.begin(upload, clock.instant());
        return upload;
    }

    /** Goes on with the upload of this id, or begins it; it is counted as nobody's. */
    public LayerUpload resume(Registry registry, RepositoryName name, String id) {
        return uploads.find(registry.region(), new RepositoryKey(registry.account(), name), id, clock.instant())
                .orElseGet(() -> {
                    LayerUpload upload = LayerUpload.begun(id, registry, name, "upstream");
                    uploads.begin(upload, clock.instant());
                    return upload;
                });
    }

    /**
     * Adds a part. Parts come in order, without a gap and without an overlap.
     *
     * @return the upload with the part
     */
    public LayerUpload append(Registry registry, RepositoryName name, String id, long firstByte, byte[] part) {
        return append(
                received(registry, name, id, Optional.empty(), Optional.of(firstByte)), firstByte, part, Optional.empty());
    }

    /**
     * Adds a part to an upload that was read just now.
     *
     * @param upload  without a lease
     * @param closing the digest that the part came with, if it is to complete the upload
     * @return the upload with the part
     * @throws EcrException InvalidLayerPartException if it begins elsewhere, is empty or comes after another one's;
     *     UploadNotFoundException
     */
    public LayerUpload append(LayerUpload upload, long firstByte, byte[] part, Optional<Digest> closing) {
        requireNext(upload, firstByte);
        if (part.length == 0) {
            throw invalidPart(upload, "is empty");
        }
        return advanced(upload, unlessEnded(upload, () -> chunks.append(upload, part, closing)));
    }

    /**
     * Lets one writer go on with an upload by putting parts into S3.
     *
     * @param upload without a lease
     * @return the upload with a lease
     * @throws EcrException InvalidLayerPartException if the writer would begin elsewhere, or another one was first;
     *     UploadNotFoundException
     */
    public LayerUpload lease(LayerUpload upload, long firstByte) {
        requireNext(upload, firstByte);
        return advanced(upload, parts.lease(upload)
                .orElseThrow(() -> invalidPart(upload, "is one more than S3's " + PartNumbers.HIGHEST)));
    }

    /** The URLs of an upload's lease. */
    public LeasedParts.Urls urls(LayerUpload upload) {
        return parts.urls(upload);
    }

    /**
     * The upload with what came by the lease that it had, which nobody has any more.
     *
     * @param lease     whose holder asks, if it is one who does
     * @param firstByte at which what follows begins, if it says so; who would begin elsewhere ends no lease
     * @throws EcrException InvalidLayerPartException if that one was overtaken by another, or would end another's lease and
     *     begin elsewhere; UploadNotFoundException
     */
    public LayerUpload received(
            Registry registry, RepositoryName name, String id, Optional<String> lease, Optional<Long> firstByte) {
        LayerUpload upload = stored(registry, name, id);
        Optional<String> current = upload.lease().map(LayerUpload.Lease::id);
        if (lease.isPresent() && !lease.equals(current)) {
            throw invalidPart(upload, "was overtaken by another one");
        }
        if (current.isEmpty()) {
            return upload;
        }
        LayerUpload further = unlessEnded(upload, () -> parts.received(upload, lease.isPresent()));
        firstByte.ifPresent(first -> requireNext(further, first));
        return advanced(upload, further);
    }

    private LayerUpload unlessEnded(LayerUpload upload, Supplier<LayerUpload> step) {
        try {
            return step.get();
        } catch (UploadEndedException ended) {
            throw notFound(upload.registry(), upload.repository(), upload.id());
        }
    }

    private static void requireNext(LayerUpload upload, long firstByte) {
        if (firstByte != upload.received()) {
            throw invalidPart(upload, "starts at byte " + firstByte + ", but the next byte is " + upload.received());
        }
    }

    private LayerUpload advanced(LayerUpload upload, LayerUpload further) {
        if (!uploads.advance(upload, further, clock.instant())) {
            throw invalidPart(status(upload.registry(), upload.repository(), upload.id()),
                    "was overtaken by another one that starts at the same byte");
        }
        return further;
    }

    private static EcrException invalidPart(LayerUpload upload, String why) {
        return new InvalidLayerPartException("The layer part of the upload with id '" + upload.id() + "' "
                + why,
                Map.of("registryId", upload.registry().account().value(),
                        "repositoryName", upload.repository().value(),
                        "uploadId", upload.id(),
                        "lastValidByteReceived", upload.received() - 1));
    }

    /**
     * How far an upload has come, with what has come by a lease, whose holder may go on.
     *
     * @throws EcrException UploadNotFoundException
     */
    public LayerUpload status(Registry registry, RepositoryName name, String id) {
        LayerUpload upload = stored(registry, name, id);
        return unlessEnded(upload, () -> parts.received(upload, false));
    }

    private LayerUpload stored(Registry registry, RepositoryName name, String id) {
        return uploads.find(registry.region(), new RepositoryKey(registry.account(), name), id, clock.instant())
                .orElseThrow(() -> {
                    repositories.get(registry, name);
                    return notFound(registry, name, id);
                });
    }

    /**
     * Gives an upload up, with all that has come of it.
     *
     * @throws EcrException UploadNotFoundException
     */
    public void cancel(Registry registry, RepositoryName name, String id) {
        if (!giveUp(stored(registry, name, id))) {
            throw notFound(registry, name, id);
        }
    }

    /** Gives an upload up, unless it has ended. */
    public void cancelIfOpen(LayerUpload upload) {
        uploads.find(upload.registry().region(), new RepositoryKey(upload.registry().account(), upload.repository()), upload.id(),
                        clock.instant())
                .ifPresent(this::giveUp);
    }

    /** @return false if the upload was gone already */
    boolean giveUp(LayerUpload upload) {
        boolean wasThere = uploads.delete(upload);
        chunks.abort(upload);
        return wasThere;
    }

    private static EcrException notFound(Registry registry, RepositoryName name, String id) {
        return new UploadNotFoundException("The upload with id '" + id
                + "' does not exist in the repository with name '" + name + "' in the registry with id '"
                + registry.account() + "'");
    }
}
