package dev.ferry.layers;

import dev.ferry.registry.Digest;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.RegionName;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Takes a layer in chunks and makes it one object. Nothing is to be seen of it before it is complete. */
@ApplicationScoped
public class UploadedLayers {
    /** S3's least part, but for the last. */
    private static final int MIN_PART = 5 * 1024 * 1024;

    private final LayerStore store;
    private final StagedLately staged = new StagedLately();

    public UploadedLayers(LayerStore store) {
        this.store = store;
    }

    /**
     * The upload after one more chunk, which lies in S3 from here on. The upload that was given stays as valid as it
     * was, until the caller commits the new one.
     *
     * @throws UploadEndedException when a completion joined what had come before, or took it away; nothing can be added any
     *     more
     */
    public LayerUpload append(LayerUpload upload, byte[] chunk) {
        RegionName region = upload.registry().region();
        // Takes about as long as the way to S3, and needs nothing of it.
        CompletableFuture<byte[]> hash = CompletableFuture.supplyAsync(
                () -> ResumableHash.resume(upload.algorithm(), upload.hash()).update(chunk).state());
        byte[] bytes;
        try {
            bytes = joined(upload, chunk);
        } catch (NoSuchKeyException completed) {
            throw new UploadEndedException(completed);
        }
        long received = upload.received() + chunk.length;
        if (bytes.length < MIN_PART) {
            String key = key(upload) + "/" + upload.received() + "-" + UUID.randomUUID();
            store.in(region).putObject(put -> put.bucket(store.bucket(region)).key(key), RequestBody.fromBytes(bytes));
            staged.put(key, bytes);
            return new LayerUpload(upload.id(), upload.registry(), upload.repository(), upload.algorithm(), received, hash.join(),
                    upload.multipart(), upload.parts(), upload.partsChain(), Optional.of(new LayerUpload.Staged(key, bytes.length)));
        }
        String multipart = upload.multipart().orElseGet(() -> store.in(region)
                .createMultipartUpload(create -> create.bucket(store.bucket(region)).key(key(upload))
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .uploadId());
        String checksum;
        try {
            checksum = uploadPart(upload, multipart, bytes);
        } catch (NoSuchUploadException joined) {
            throw new UploadEndedException(joined);
        }
        return new LayerUpload(upload.id(), upload.registry(), upload.repository(), upload.algorithm(), received, hash.join(),
                Optional.of(multipart), upload.parts() + 1, chain(upload.partsChain(), checksum), Optional.empty());
    }

    private byte[] joined(LayerUpload upload, byte[] chunk) {
        if (upload.staged().isEmpty()) {
            return chunk;
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(stagedBytes(upload));
        joined.writeBytes(chunk);
        return joined.toByteArray();
    }

    private byte[] stagedBytes(LayerUpload upload) {
        RegionName region = upload.registry().region();
        String key = upload.staged().orElseThrow().key();
        return staged.take(key).orElseGet(() -> store.in(region)
                .getObjectAsBytes(get -> get.bucket(store.bucket(region)).key(key))
                .asByteArray());
    }

    /**
     * The part's SHA-256, in base64. Its ETag would not do: that is an MD5, and two writers may have made two parts
     * of the same one.
     */
    private String uploadPart(LayerUpload upload, String multipart, byte[] bytes) {
        RegionName region = upload.registry().region();
        String checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Digest.sha256(bytes).hex()));
        store.in(region).uploadPart(
                part -> part.bucket(store.bucket(region)).key(key(upload))
                        .uploadId(multipart).partNumber(upload.parts() + 1)
                        .checksumSHA256(checksum),
                RequestBody.fromBytes(bytes));
        return checksum;
    }

    private static String chain(String before, String checksum) {
        return Digest.sha256(before + checksum).hex();
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
        return key(upload);
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
                    .headObject(head -> head.bucket(store.bucket(region)).key(key(upload)))
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
            expected = chain(expected, uploadPart(upload, multipart, stagedBytes(upload)));
        }
        // A part behind these came from an append that was cut short before it was committed.
        int committed = upload.parts() + (upload.staged().isPresent() ? 1 : 0);
        List<Part> parts = store.in(region)
                .listPartsPaginator(list -> list.bucket(store.bucket(region)).key(key(upload)).uploadId(multipart))
                .parts()
                .stream()
                .filter(part -> part.partNumber() <= committed)
                .toList();
        String found = parts.stream().map(Part::checksumSHA256).reduce("", UploadedLayers::chain);
        if (!found.equals(expected)) {
            throw new InterleavedUploadException();
        }
        store.in(region).completeMultipartUpload(complete -> complete.bucket(store.bucket(region)).key(key(upload))
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

    /** Another completion of the same upload came to its end, and took away what this one was to be made of. */
    public static final class UploadEndedException extends RuntimeException {
        UploadEndedException(S3Exception cause) {
            super("the upload has ended", cause);
        }
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

    private static String key(LayerUpload upload) {
        return LayerStore.UPLOADS + upload.registry().account() + "/" + upload.id();
    }
}
