package dev.ferry.layers;

import dev.ferry.registry.Digest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Copies layers within the store, from key to key; no byte passes through here. What a key has already is left if it is
 * right, and replaced under the condition that it is still what was found to be wrong. So no copy takes the place of a right
 * one, whoever races.
 */
@ApplicationScoped
public class LayerCopies {
    private static final long COPY_PART = 512L * 1024 * 1024;
    private static final int TRIES = 3;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    private final LayerStore store;

    public LayerCopies(LayerStore store) {
        this.store = store;
    }

    /** @param etag of the one object that it may be */
    record Source(String bucket, String key, Optional<String> etag) {}

    /**
     * Brings a layer to another registry. S3 hashes it on arrival.
     *
     * @param size of the layer, in bytes
     * @return false if it was there already
     * @throws CorruptCopyException when what arrived is not what its digest says; {@link LayerStore#size} does not take it for
     *     the layer
     */
    public boolean copy(Registry from, Registry to, Digest layer, long size) {
        return copy(new Source(store.bucket(from.region()), LayerStore.layerKey(from.account(), layer), Optional.empty()), to, layer, size);
    }

    /** @return false if it was there already */
    boolean copy(Source from, Registry to, Digest layer, long size) {
        Optional<String> wrong = Optional.empty();
        for (int tried = 1; ; tried++) {
            try {
                copyUnless(wrong, from, to, layer, size);
                return true;
            } catch (S3Exception refused) {
                if (refused.statusCode() != PRECONDITION_FAILED && refused.statusCode() != CONFLICT || tried == TRIES) {
                    throw refused;
                }
            }
            Optional<HeadObjectResponse> there = store.find(to, layer);
            if (there.filter(head -> LayerStore.isRight(layer, head)).isPresent()) {
                return false;
            }
            wrong = there.map(HeadObjectResponse::eTag);
        }
    }

    /** @param wrong the entity tag of what is to be replaced; else the key has to be free */
    private void copyUnless(Optional<String> wrong, Source from, Registry to, Digest layer, long size) {
        if (size > LayerStore.MAX_COPY) {
            copyParts(from, to, layer, size);
            return;
        }
        boolean isChecked = LayerStore.isChecked(layer, size);
        CopyObjectResponse copied = store.in(to.region()).copyObject(copy -> copy
                .sourceBucket(from.bucket()).sourceKey(from.key()).copySourceIfMatch(from.etag().orElse(null))
                .destinationBucket(store.bucket(to.region())).destinationKey(LayerStore.layerKey(to.account(), layer))
                .ifMatch(wrong.orElse(null)).ifNoneMatch(wrong.isPresent() ? null : "*")
                .checksumAlgorithm(isChecked ? ChecksumAlgorithm.SHA256 : null));
        if (isChecked && !LayerChecksum.isOf(layer, copied.copyObjectResult().checksumSHA256())) {
            throw new CorruptCopyException(layer, to);
        }
    }

    private void copyParts(Source from, Registry to, Digest layer, long size) {
        RegionName region = to.region();
        S3Client s3 = store.in(region);
        String bucket = store.bucket(region);
        String key = LayerStore.layerKey(to.account(), layer);
        String upload = s3.createMultipartUpload(create -> create.bucket(bucket).key(key)).uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long first = 0; first < size; first += COPY_PART) {
                int number = parts.size() + 1;
                String range = "bytes=" + first + "-" + (Math.min(first + COPY_PART, size) - 1);
                String etag = s3.uploadPartCopy(part -> part.sourceBucket(from.bucket()).sourceKey(from.key())
                                .copySourceIfMatch(from.etag().orElse(null)).copySourceRange(range)
                                .destinationBucket(bucket).destinationKey(key)
                                .uploadId(upload).partNumber(number))
                        .copyPartResult().eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
            }
            s3.completeMultipartUpload(complete -> complete.bucket(bucket).key(key).ifNoneMatch("*")
                    .uploadId(upload).multipartUpload(all -> all.parts(parts)));
        } catch (RuntimeException failed) {
            s3.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(upload));
            throw failed;
        }
    }

    /** The store says of a copy that its bytes have another digest. */
    public static final class CorruptCopyException extends RuntimeException {
        CorruptCopyException(Digest layer, Registry to) {
            super("what arrived in " + to + " as the layer " + layer + " has another SHA-256");
        }
    }
}
