package dev.ferry.service.layer;

import dev.ferry.layers.LayerChunks;
import dev.ferry.layers.LayerChunks.UploadEndedException;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.InvalidLayerPartException;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.UploadNotFoundException;
import dev.ferry.service.repository.Repositories;
import dev.ferry.store.UploadsTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Layers are uploaded in consecutive parts. {@link LayerCompletion} makes them a repository's. */
@ApplicationScoped
public class LayerUploads {
    private final Repositories repositories;
    private final UploadsTable uploads;
    private final LayerChunks chunks;
    private final Clock clock;

    public LayerUploads(Repositories repositories, UploadsTable uploads, LayerChunks chunks, Clock clock) {
        this.repositories = repositories;
        this.uploads = uploads;
        this.chunks = chunks;
        this.clock = clock;
    }

    /**
     * Begins the upload of a layer.
     *
     * @param countedAs as {@link OpenUploads#requireRoom} says
     */
    public LayerUpload begin(Registry registry, RepositoryName name, String countedAs) {
        repositories.get(registry, name);
        LayerUpload upload = LayerUpload.begun(
                UploadsTable.newId(clock.instant()), registry, name, countedAs);
        uploads.begin(upload, clock.instant());
        return upload;
    }

    /**
     * Adds a part. Parts come in order, without a gap and without an overlap.
     *
     * @return the upload with the part
     */
    public LayerUpload append(Registry registry, RepositoryName name, String id, long firstByte, byte[] part) {
        return append(status(registry, name, id), firstByte, part, Optional.empty());
    }

    /**
     * Adds a part to an upload that was read just now.
     *
     * @param closing the digest that the part came with, if it is to complete the upload
     * @return the upload with the part
     * @throws EcrException InvalidLayerPartException if it begins elsewhere, is empty or comes after another one's;
     *     UploadNotFoundException
     */
    public LayerUpload append(LayerUpload upload, long firstByte, byte[] part, Optional<Digest> closing) {
        if (firstByte != upload.received()) {
            throw invalidPart(upload, "starts at byte " + firstByte + ", but the next byte is " + upload.received());
        }
        if (part.length == 0) {
            throw invalidPart(upload, "is empty");
        }
        LayerUpload further;
        try {
            further = chunks.append(upload, part, closing);
        } catch (UploadEndedException ended) {
            throw notFound(upload.registry(), upload.repository(), upload.id());
        }
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
     * How far an upload has come.
     *
     * @throws EcrException UploadNotFoundException
     */
    public LayerUpload status(Registry registry, RepositoryName name, String id) {
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
        if (!giveUp(status(registry, name, id))) {
            throw notFound(registry, name, id);
        }
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
