package dev.ferry.layers;

import dev.ferry.registry.Digest;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.RegionName;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Takes a layer in chunks. What is too little for a part of S3's is staged until it makes one, and nothing is to be seen of
 * the layer before {@link UploadedLayers} has joined them.
 */
@ApplicationScoped
public class LayerChunks {
    /** S3's least part, but for the last. */
    private static final int MIN_PART = 5 * 1024 * 1024;

    private final LayerStore store;
    private final StagedLately staged = new StagedLately();

    public LayerChunks(LayerStore store) {
        this.store = store;
    }

    /**
     * The upload after one more chunk, which lies in S3 from here on. The upload that was given stays as valid as it
     * was, until the caller commits the new one.
     *
     * @param closing the digest that the chunk came with, if it is to complete the upload
     * @throws UploadEndedException when a completion joined what had come before, or took it away; nothing can be added any
     *     more
     */
    public LayerUpload append(LayerUpload upload, byte[] chunk, Optional<Digest> closing) {
        RegionName region = upload.registry().region();
        byte[] bytes;
        try {
            bytes = behindStaged(upload, chunk);
        } catch (NoSuchKeyException completed) {
            throw new UploadEndedException(completed);
        }
        long received = upload.received() + chunk.length;
        if (bytes.length < MIN_PART) {
            String key = key(upload) + "/" + upload.received() + "-" + UUID.randomUUID();
            store.in(region).putObject(put -> put.bucket(store.bucket(region)).key(key), RequestBody.fromBytes(bytes));
            staged.put(key, bytes);
            return new LayerUpload(upload.id(), upload.registry(), upload.repository(),
                    upload.countedAs(), received, upload.multipart(), upload.parts(),
                    Optional.of(new LayerUpload.Staged(key, bytes.length)), closing);
        }
        String multipart = upload.multipart().orElseGet(() -> store.in(region)
                .createMultipartUpload(create -> create.bucket(store.bucket(region)).key(key(upload)))
                .uploadId());
        try {
            uploadPart(upload, multipart, bytes);
        } catch (NoSuchUploadException joined) {
            throw new UploadEndedException(joined);
        }
        return new LayerUpload(upload.id(), upload.registry(), upload.repository(),
                upload.countedAs(), received, Optional.of(multipart), upload.parts() + 1, Optional.empty(), closing);
    }

    private byte[] behindStaged(LayerUpload upload, byte[] chunk) {
        if (upload.staged().isEmpty()) {
            return chunk;
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(stagedBytes(upload));
        joined.writeBytes(chunk);
        return joined.toByteArray();
    }

    /** The chunks that are not part of a part yet. */
    byte[] stagedBytes(LayerUpload upload) {
        RegionName region = upload.registry().region();
        String key = upload.staged().orElseThrow().key();
        return staged.take(key).orElseGet(() -> store.in(region)
                .getObjectAsBytes(get -> get.bucket(store.bucket(region)).key(key))
                .asByteArray());
    }

    /** Gives S3 the part behind those that it has. */
    void uploadPart(LayerUpload upload, String multipart, byte[] bytes) {
        RegionName region = upload.registry().region();
        store.in(region).uploadPart(
                part -> part.bucket(store.bucket(region)).key(key(upload))
                        .uploadId(multipart).partNumber(upload.parts() + 1),
                RequestBody.fromBytes(bytes));
    }

    /** Gives up an upload that will never be completed. */
    public void abort(LayerUpload upload) {
        RegionName region = upload.registry().region();
        upload.multipart().ifPresent(multipart -> {
            try {
                store.in(region).abortMultipartUpload(
                        abort -> abort.bucket(store.bucket(region)).key(key(upload)).uploadId(multipart));
            } catch (NoSuchUploadException joined) {
                // What was joined is an object now, and goes with the others.
            }
        });
        discard(upload);
    }

    /** Deletes what an upload left behind. */
    public void discard(LayerUpload upload) {
        RegionName region = upload.registry().region();
        store.in(region)
                .listObjectsV2Paginator(list -> list.bucket(store.bucket(region)).prefix(key(upload)))
                .contents()
                .forEach(object ->
                        store.in(region).deleteObject(delete -> delete.bucket(store.bucket(region)).key(object.key())));
    }

    /** Where the parts of an upload are joined. What is staged of it lies below that. */
    static String key(LayerUpload upload) {
        return LayerStore.UPLOADS + upload.registry().account() + "/" + upload.id();
    }

    /** Another completion of the same upload came to its end, and took away what this one was to be made of. */
    public static final class UploadEndedException extends RuntimeException {
        UploadEndedException() {
            super("the upload has ended");
        }

        UploadEndedException(S3Exception cause) {
            super("the upload has ended", cause);
        }
    }
}
