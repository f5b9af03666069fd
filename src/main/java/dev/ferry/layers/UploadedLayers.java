package dev.ferry.layers;

import dev.ferry.registry.Digest;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.RegionName;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
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

    public UploadedLayers(LayerStore store) {
        this.store = store;
    }

    /**
     * The upload after one more chunk, which lies in S3 from here on. The upload that was given stays as valid as it
     * was, until the caller commits the new one.
     */
    public LayerUpload append(LayerUpload upload, byte[] chunk) {
        RegionName region = upload.registry().region();
        byte[] hash = ResumableSha256.resume(upload.hash()).update(chunk).state();
        byte[] bytes = joined(upload, chunk);
        long received = upload.received() + chunk.length;
        if (bytes.length < MIN_PART) {
            String key = key(upload) + "/" + upload.received() + "-" + UUID.randomUUID();
            store.in(region).putObject(put -> put.bucket(store.bucket(region)).key(key), RequestBody.fromBytes(bytes));
            return new LayerUpload(upload.id(), upload.registry(), upload.repository(), received, hash, upload.multipart(),
                    upload.parts(), upload.partsChain(), Optional.of(new LayerUpload.Staged(key, bytes.length)));
        }
        String multipart = upload.multipart().orElseGet(() -> store.in(region)
                .createMultipartUpload(create -> create.bucket(store.bucket(region)).key(key(upload))
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .uploadId());
        String checksum = uploadPart(upload, multipart, bytes);
        return new LayerUpload(upload.id(), upload.registry(), upload.repository(), received, hash, Optional.of(multipart),
                upload.parts() + 1, chain(upload.partsChain(), checksum), Optional.empty());
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
        return store.in(region)
                .getObjectAsBytes(get -> get.bucket(store.bucket(region)).key(upload.staged().orElseThrow().key()))
                .asByteArray();
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
        LayerStore.Place whole;
        if (upload.multipart().isPresent()) {
            join(upload, upload.multipart().get());
            whole = new LayerStore.Place(store.bucket(region), key(upload));
        } else {
            whole = new LayerStore.Place(store.bucket(region), upload.staged().orElseThrow().key());
        }
        store.copy(whole, region, LayerStore.layerKey(upload.registry().account(), layer), upload.received());
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
