package dev.ferry.service.layer;

import dev.ferry.clients.ContentSettings;
import dev.ferry.layers.LayerChunks;
import dev.ferry.layers.LayerChunks.UploadEndedException;
import dev.ferry.layers.UploadedLayers;
import dev.ferry.layers.UploadedLayers.InterleavedUploadException;
import dev.ferry.layers.UploadedLayers.Verified;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.LayerTooLargeException;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryName;
import dev.ferry.service.Deadline;
import dev.ferry.store.Contention;
import dev.ferry.store.ContentionException;
import dev.ferry.store.Tables;
import dev.ferry.store.UploadsTable;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** An upload becomes a layer of the repository when its digest proves right. */
@ApplicationScoped
public class LayerCompletion {
    private final Tables tables;
    private final UploadsTable uploadsTable;
    private final Layers layers;
    private final LayerUploads uploads;
    private final LayerChunks chunks;
    private final UploadedLayers uploaded;
    private final ContentSettings content;
    private final Clock clock;

    public LayerCompletion(
            Tables tables,
            UploadsTable uploadsTable,
            Layers layers,
            LayerUploads uploads,
            LayerChunks chunks,
            UploadedLayers uploaded,
            ContentSettings content,
            Clock clock) {
        this.tables = tables;
        this.uploadsTable = uploadsTable;
        this.layers = layers;
        this.uploads = uploads;
        this.chunks = chunks;
        this.uploaded = uploaded;
        this.content = content;
        this.clock = clock;
    }

    /**
     * Makes the upload a layer of the repository.
     *
     * @throws EcrException EmptyUploadException, InvalidLayerException when the digest is another one (the upload stays, and
     *     can be completed by its own, but what S3 has joined takes no further part), LayerTooLargeException, LayerAlreadyExistsException, UploadNotFoundException
     */
    public void complete(Registry registry, RepositoryName name, String id, List<Digest> digests) {
        Contention.retry(() -> {
            tryComplete(registry, name, id, digests);
            return null;
        });
    }

    private void tryComplete(Registry registry, RepositoryName name, String id, List<Digest> digests) {
        LayerUpload upload = current(registry, name, id);
        if (upload.received() == 0) {
            throw new EcrException(ErrorCode.EMPTY_UPLOAD,
                    "The specified layer upload with id '" + id + "' does not contain any layer parts");
        }
        Verified verified = verify(upload, Digest.Algorithm.SHA256);
        Digest layer = verified.digest();
        digests.stream().filter(given -> !given.equals(layer)).findFirst().ifPresent(given -> {
            throw invalidLayer(given, layer);
        });
        Layers.Available there = layers.find(registry, name, layer);
        if (there.size().isPresent()) {
            throw new EcrException(ErrorCode.LAYER_ALREADY_EXISTS, "The layer with digest '" + layer
                    + "' already exists in the repository with name '" + name + "' in the registry with id '"
                    + registry.account() + "'");
        }
        make(there.repository(), upload, verified);
    }

    /**
     * Makes the upload a layer of the repository, as OCI's distribution has it: the layer may be there already, and may be
     * called by any algorithm.
     *
     * @throws EcrException EmptyUploadException, unless the stack takes empty content; InvalidLayerException as of
     *     {@link #complete}, but an upload that had to be read to know is over; UploadNotFoundException
     */
    public void finish(Registry registry, RepositoryName name, String id, Digest layer) {
        finish(current(registry, name, id), layer);
    }

    /**
     * As {@link #finish(Registry, RepositoryName, String, Digest)}, of an upload that was read just now.
     *
     * @param read without a lease
     */
    public void finish(LayerUpload read, Digest layer) {
        Contention.retry(read, () -> current(read.registry(), read.repository(), read.id()), upload -> {
            tryFinish(upload, layer);
            return null;
        });
    }

    private LayerUpload current(Registry registry, RepositoryName name, String id) {
        return uploads.received(registry, name, id, Optional.empty(), Optional.empty());
    }

    private void tryFinish(LayerUpload upload, Digest layer) {
        if (upload.received() == 0 && !content.ociEmptyContent()) {
            throw new EcrException(ErrorCode.EMPTY_UPLOAD,
                    "The specified layer upload with id '" + upload.id() + "' does not have any parts");
        }
        Verified verified = verify(upload, layer.algorithm());
        if (!verified.digest().equals(layer)) {
            if (verified.etag().isPresent()) {
                uploads.giveUp(upload); // or asking on and on would read all of it each time
            }
            throw invalidLayer(layer, verified.digest());
        }
        Layers.Available there = layers.find(upload.registry(), upload.repository(), layer);
        if (there.size().isEmpty()) {
            make(there.repository(), upload, verified);
        } else {
            uploads.giveUp(upload);
        }
    }

    private Verified verify(LayerUpload upload, Digest.Algorithm algorithm) {
        Deadline deadline = Deadline.of(clock);
        return joining(upload, () -> uploaded.verify(upload, algorithm, () -> {
            if (deadline.isOver()) {
                throw new LayerTooLargeException(upload.received(), Deadline.TIME);
            }
        }));
    }

    private void make(Repository repository, LayerUpload upload, Verified verified) {
        joining(upload, () -> {
            uploaded.complete(upload, verified);
            return verified;
        });
        List<Write> writes = new ArrayList<>(layers.addition(repository, verified.digest(), upload.received()));
        writes.add(uploadsTable.end(upload));
        tables.commit(upload.registry().region(), writes);
        chunks.discard(upload);
    }

    private Verified joining(LayerUpload upload, Supplier<Verified> step) {
        try {
            return step.get();
        } catch (InterleavedUploadException interleaved) {
            // What another completion took away looks the same from here; then the upload is gone, which says so.
            uploads.status(upload.registry(), upload.repository(), upload.id());
            throw new EcrException(ErrorCode.INVALID_LAYER, "The layer upload with id '" + upload.id()
                    + "' cannot be completed: its parts are not all that was received of it");
        } catch (UploadEndedException ended) {
            throw new ContentionException("the upload " + upload.id() + " was completed meanwhile");
        }
    }

    private static EcrException invalidLayer(Digest given, Digest calculated) {
        return new EcrException(ErrorCode.INVALID_LAYER, "Layer digest '" + given
                + "' does not match the digest that was calculated: '" + calculated + "'");
    }
}
