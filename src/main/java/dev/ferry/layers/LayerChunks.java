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
    static final int MIN_PART = 5 * 1024 * 1024;

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
            String key = stagedKey(upload, upload.received()) + UUID.randomUUID();
            Digest digest = Digest.Algorithm.SHA256.of(bytes);
            store.in(region).putObject(
                    put -> put.bucket(store.bucket(region)).key(key).checksumSHA256(LayerChecksum.of(digest)),
                    RequestBody.fromBytes(bytes));
            staged.put(key, bytes);
            return upload.receivedUpTo(received, upload.multipart(), upload.parts(),
                            Optional.of(new LayerUpload.Staged(key, bytes.length, Optional.of(digest))))
                    .closedAs(closing);
        }
        String multipart = multipart(upload);
        int number = upload.parts().next();
        try {
            store.in(region).uploadPart(
                    part -> part.bucket(store.bucket(region)).key(key(upload)).uploadId(multipart).partNumber(number),
                    RequestBody.fromBytes(bytes));
        } catch (NoSuchUploadException joined) {
            throw new UploadEndedException(joined);
        }
        return upload.receivedUpTo(received, Optional.of(multipart), upload.parts().with(number, 1), Optional.empty())
                .closedAs(closing);
    }

    /** S3's upload, which is begun with the first part. */
    String multipart(LayerUpload upload) {
        RegionName region = upload.registry().region();
        return upload.multipart().orElseGet(() -> store.in(region)
                .createMultipartUpload(create -> create.bucket(store.bucket(region)).key(key(upload)))
                .uploadId());
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

    /** The chunks that are not part of a part yet, and no more of them than were received, whoever wrote them. */
    private byte[] stagedBytes(LayerUpload upload) {
        RegionName region = upload.registry().region();
        LayerUpload.Staged chunks = upload.staged().orElseThrow();
        return staged.take(chunks.key()).orElseGet(() -> store.in(region)
                .getObjectAsBytes(get -> get.bucket(store.bucket(region)).key(chunks.key())
                        .range("bytes=0-" + (chunks.size() - 1)))
                .asByteArray());
    }

    /** How the key of a chunk begins that is staged from this byte on. */
    private static String stagedKey(LayerUpload upload, long firstByte) {
        return key(upload) + "/" + firstByte + "-";
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

    /**
     * Deletes what an upload left behind. Of what came in one chunk the bucket is not asked: what else lies there is from a
     * writer who was overtaken, and leaves with what is abandoned.
     */
    public void discard(LayerUpload upload) {
        RegionName region = upload.registry().region();
        Optional<String> whole = upload.staged().map(LayerUpload.Staged::key)
                .filter(key -> upload.multipart().isEmpty() && key.startsWith(stagedKey(upload, 0)));
        if (whole.isPresent()) {
            store.in(region).deleteObject(delete -> delete.bucket(store.bucket(region)).key(whole.get()));
            return;
        }
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
