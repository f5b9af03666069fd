package dev.ferry.layers;

import dev.ferry.layers.LayerChunks.UploadEndedException;
import dev.ferry.registry.Digest;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.PartNumbers;
import dev.ferry.registry.RegionName;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Joins the chunks of an upload, and makes them a layer. */
@ApplicationScoped
public class UploadedLayers {
    private final LayerStore store;
    private final LayerCopies copies;

    public UploadedLayers(LayerStore store, LayerCopies copies) {
        this.store = store;
        this.copies = copies;
    }

    /**
     * All that was received, in one object whose bytes never change.
     *
     * @param digest of its bytes, as they lie in the store
     * @param etag   of the object that was read to know; the store checks again what it computed itself
     */
    public record Verified(Digest digest, String key, Optional<String> etag) {}

    /**
     * What the bytes that were received are called: the store says so, or, where it cannot, they are read once and hashed.
     * Unless all was staged, nothing can be added any more. Asked again, nothing is computed that the store has.
     *
     * @param reading called again and again while bytes are read; what it throws ends that
     * @throws InterleavedUploadException when more was received than the store can join
     * @throws UploadEndedException when another completion came to its end meanwhile
     */
    public Verified verify(LayerUpload upload, Digest.Algorithm algorithm, Runnable reading) {
        if (isOneChunk(upload) && algorithm == Digest.Algorithm.SHA256) {
            LayerUpload.Staged whole = upload.staged().orElseThrow();
            return new Verified(whole.digest().orElseThrow(), whole.key(), Optional.empty());
        }
        try {
            String joined = joinedKey(upload);
            return algorithm == Digest.Algorithm.SHA256 && upload.received() <= LayerStore.MAX_COPY
                    ? verifiedByStore(upload, joined)
                    : read(upload, joined, algorithm, reading);
        } catch (S3Exception failed) {
            throw endedOr(failed);
        }
    }

    /** Whether all that was received was put at once, and compared by the store then. */
    private static boolean isOneChunk(LayerUpload upload) {
        return upload.multipart().isEmpty() && upload.staged().flatMap(LayerUpload.Staged::digest).isPresent();
    }

    /** The copy of a joined object has the SHA-256 of the whole, which the object itself has not. */
    private Verified verifiedByStore(LayerUpload upload, String joined) {
        RegionName region = upload.registry().region();
        String key = joined + "-verified";
        Optional<Verified> before = verifiedBefore(region, key);
        if (before.isPresent()) {
            return before.get();
        }
        String checksum = store.in(region)
                .copyObject(request -> request.sourceBucket(store.bucket(region)).sourceKey(joined)
                        .destinationBucket(store.bucket(region)).destinationKey(key)
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .copyObjectResult()
                .checksumSHA256();
        return new Verified(LayerChecksum.digest(checksum), key, Optional.empty());
    }

    private Optional<Verified> verifiedBefore(RegionName region, String key) {
        try {
            HeadObjectResponse head = store.in(region).headObject(request ->
                    request.bucket(store.bucket(region)).key(key).checksumMode(ChecksumMode.ENABLED));
            return Optional.of(new Verified(LayerChecksum.digest(head.checksumSHA256()), key, Optional.empty()));
        } catch (NoSuchKeyException notYet) {
            return Optional.empty();
        }
    }

    private Verified read(LayerUpload upload, String joined, Digest.Algorithm algorithm, Runnable reading) {
        RegionName region = upload.registry().region();
        ResponseInputStream<GetObjectResponse> bytes =
                store.in(region).getObject(get -> get.bucket(store.bucket(region)).key(joined));
        try {
            return new Verified(algorithm.of(watched(bytes, reading)), joined, Optional.of(bytes.response().eTag()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            bytes.abort(); // to close it would read the rest
        }
    }

    private static InputStream watched(InputStream bytes, Runnable reading) {
        return new FilterInputStream(bytes) {
            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                reading.run();
                return super.read(into, from, length);
            }
        };
    }

    /**
     * Makes what was verified the layer of its digest.
     *
     * @throws UploadEndedException when another completion came to its end meanwhile
     */
    public void complete(LayerUpload upload, Verified verified) {
        RegionName region = upload.registry().region();
        try {
            copies.copy(
                    new LayerCopies.Source(store.bucket(region), verified.key(), verified.etag()),
                    upload.registry(), verified.digest(), upload.received());
        } catch (S3Exception failed) {
            throw endedOr(failed);
        }
    }

    private static RuntimeException endedOr(S3Exception failed) {
        return "NoSuchKey".equals(failed.awsErrorDetails().errorCode()) ? new UploadEndedException(failed) : failed;
    }

    /** Where all that was received lies in one object. */
    private String joinedKey(LayerUpload upload) {
        if (upload.received() == 0) {
            RegionName region = upload.registry().region();
            String empty = LayerChunks.key(upload) + "/empty";
            store.in(region).putObject(put -> put.bucket(store.bucket(region)).key(empty), RequestBody.empty());
            return empty;
        }
        if (upload.multipart().isEmpty()) {
            return upload.staged().orElseThrow().key();
        }
        join(upload, upload.multipart().get());
        return LayerChunks.key(upload);
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
            } catch (NoSuchUploadException overtaken) {
                // By another completion, whose join is as good.
            }
            joined = joinedSize(upload);
        }
        if (joined.isEmpty()) {
            throw new UploadEndedException();
        }
        if (joined.getAsLong() != upload.received()) {
            // More was received since, which can be joined no more.
            throw new InterleavedUploadException();
        }
    }

    private void joinParts(LayerUpload upload, String multipart) {
        RegionName region = upload.registry().region();
        PartNumbers joined = upload.staged().map(staged -> appended(upload, multipart, staged)).orElse(upload.parts());
        // Other parts came from an append that was cut short before it was committed, or from a writer who was overtaken.
        List<Part> parts = store.in(region)
                .listPartsPaginator(list -> list.bucket(store.bucket(region)).key(LayerChunks.key(upload)).uploadId(multipart))
                .parts()
                .stream()
                .filter(part -> joined.contains(part.partNumber()))
                .toList();
        store.in(region).completeMultipartUpload(complete -> complete.bucket(store.bucket(region)).key(LayerChunks.key(upload))
                .uploadId(multipart)
                .multipartUpload(all -> all.parts(parts.stream()
                        .map(part -> CompletedPart.builder()
                                .partNumber(part.partNumber())
                                .eTag(part.eTag())
                                .build())
                        .toList())));
    }

    /** The parts with what is staged behind them, which S3 makes the last. */
    private PartNumbers appended(LayerUpload upload, String multipart, LayerUpload.Staged staged) {
        RegionName region = upload.registry().region();
        int number = upload.parts().next();
        store.in(region).uploadPartCopy(copy -> copy.sourceBucket(store.bucket(region)).sourceKey(staged.key())
                .destinationBucket(store.bucket(region)).destinationKey(LayerChunks.key(upload))
                .uploadId(multipart).partNumber(number));
        return upload.parts().with(number, 1);
    }

    /** What was joined is not all that was received: another writer's part has another length, or came too late. */
    public static final class InterleavedUploadException extends RuntimeException {
        InterleavedUploadException() {
            super("what was joined is not all that was received");
        }
    }
}
