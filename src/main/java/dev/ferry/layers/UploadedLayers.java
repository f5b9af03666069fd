package dev.ferry.layers;

import dev.ferry.layers.LayerChunks.UploadEndedException;
import dev.ferry.registry.Digest;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.RegionName;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Joins the chunks of an upload, and makes them a layer. */
@ApplicationScoped
public class UploadedLayers {
    private final LayerStore store;
    private final LayerChunks chunks;

    public UploadedLayers(LayerStore store, LayerChunks chunks) {
        this.store = store;
        this.chunks = chunks;
    }

    /**
     * Makes what was received the layer of that digest, which is the digest of its bytes.
     *
     * @throws InterleavedUploadException when another writer's bytes are among the parts; the layer is not made
     * @throws UploadEndedException when another completion came to its end meanwhile
     */
    public void complete(LayerUpload upload, Digest layer) {
        try {
            joinAndCopy(upload, layer);
        } catch (S3Exception failed) {
            if ("NoSuchKey".equals(failed.awsErrorDetails().errorCode())) {
                throw new UploadEndedException(failed);
            }
            throw failed;
        }
    }

    private void joinAndCopy(LayerUpload upload, Digest layer) {
        RegionName region = upload.registry().region();
        String key = LayerStore.layerKey(upload.registry().account(), layer);
        if (upload.received() == 0) {
            store.in(region).putObject(put -> put.bucket(store.bucket(region)).key(key), RequestBody.empty());
        } else {
            store.copy(new LayerStore.Place(store.bucket(region), joinedKey(upload)), region, key, upload.received());
        }
    }

    /** Where all that was received lies in one object. */
    private String joinedKey(LayerUpload upload) {
        if (upload.multipart().isEmpty()) {
            return upload.staged().orElseThrow().key();
        }
        join(upload, upload.multipart().get());
        return LayerChunks.key(upload);
    }

    /**
     * The digest by another algorithm than the one whose hash was kept. All that was received is read once more for it, and
     * nothing can be added any more.
     *
     * @throws InterleavedUploadException when another writer's bytes are among the parts
     * @throws UploadEndedException when another completion came to its end meanwhile
     */
    public Digest digest(LayerUpload upload, Digest.Algorithm algorithm) {
        if (upload.received() == 0) {
            return algorithm.of(new byte[0]);
        }
        RegionName region = upload.registry().region();
        try (InputStream bytes = store.in(region)
                .getObject(get -> get.bucket(store.bucket(region)).key(joinedKey(upload)))) {
            return algorithm.of(bytes);
        } catch (NoSuchKeyException completed) {
            throw new UploadEndedException(completed);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The size of what S3 has joined, by this completion or by one that was cut short behind that. */
    private OptionalLong joinedSize(LayerUpload upload) {
        RegionName region = upload.registry().region();
        try {
            return OptionalLong.of(store.in(region)
                    .headObject(head -> head.bucket(store.bucket(region)).key(LayerChunks.key(upload)))
                    .contentLength());
        } catch (NoSuchKeyException notYet) {
            return OptionalLong.empty();
        }
    }

    private void join(LayerUpload upload, String multipart) {
        OptionalLong joined = joinedSize(upload);
        if (joined.isEmpty()) {
            try {
                joinParts(upload, multipart);
                return;
            } catch (NoSuchUploadException overtaken) {
                joined = joinedSize(upload);
                if (joined.isEmpty()) {
                    throw new UploadEndedException(overtaken);
                }
            }
        }
        if (joined.getAsLong() != upload.received()) {
            // More was received since, which can be joined no more.
            throw new InterleavedUploadException();
        }
    }

    private void joinParts(LayerUpload upload, String multipart) {
        RegionName region = upload.registry().region();
        String expected = upload.partsChain();
        if (upload.staged().isPresent()) {
            expected = LayerChunks.chain(expected, chunks.uploadPart(upload, multipart, chunks.stagedBytes(upload)));
        }
        // A part behind these came from an append that was cut short before it was committed.
        int committed = upload.parts() + (upload.staged().isPresent() ? 1 : 0);
        List<Part> parts = store.in(region)
                .listPartsPaginator(list -> list.bucket(store.bucket(region)).key(LayerChunks.key(upload)).uploadId(multipart))
                .parts()
                .stream()
                .filter(part -> part.partNumber() <= committed)
                .toList();
        String found = parts.stream().map(Part::checksumSHA256).reduce("", LayerChunks::chain);
        if (!found.equals(expected)) {
            throw new InterleavedUploadException();
        }
        store.in(region).completeMultipartUpload(complete -> complete.bucket(store.bucket(region)).key(LayerChunks.key(upload))
                .uploadId(multipart)
                .multipartUpload(all -> all.parts(parts.stream()
                        .map(part -> CompletedPart.builder()
                                .partNumber(part.partNumber())
                                .eTag(part.eTag())
                                .checksumSHA256(part.checksumSHA256())
                                .build())
                        .toList())));
    }

    /** Another writer sent other bytes for a part of the same upload. */
    public static final class InterleavedUploadException extends RuntimeException {
        InterleavedUploadException() {
            super("the upload holds parts of two writers");
        }
    }
}
