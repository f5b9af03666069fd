package dev.ferry.layers;

import dev.ferry.clients.AwsClients;
import dev.ferry.clients.StackSettings;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.Digest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.presigner.model.GetObjectPresignRequest;

/**
 * The layers' bucket, one a Region. Every account has its own layers in it, once each, whichever of its repositories use
 * them.
 *
 * <pre>
 * 111122223333/sha256/&lt;hex>             a layer; its bytes have that digest
 * 111122223333/manifests/sha256/&lt;hex>   a manifest that is too large for its item
 * uploads/111122223333/&lt;upload>…        what has come of a layer that is not complete
 * </pre>
 */
@ApplicationScoped
public class LayerStore {
    /** How long a layer can be fetched from a URL that was handed out. */
    public static final Duration DOWNLOAD_TIME = Duration.ofMinutes(15);

    static final String UPLOADS = "uploads/";

    /** S3 copies no more than this in one call. */
    private static final long MAX_COPY = 5L * 1024 * 1024 * 1024;
    private static final long COPY_PART = 512L * 1024 * 1024;

    private final AwsClients clients;
    private final StackSettings stack;

    public LayerStore(AwsClients clients, StackSettings stack) {
        this.clients = clients;
        this.stack = stack;
    }

    String bucket(RegionName region) {
        return stack.bucketPrefix() + "-" + region;
    }

    S3Client in(RegionName region) {
        return clients.s3(region);
    }

    static String layerKey(AccountId account, Digest layer) {
        return account + "/" + layer.algorithm().prefix() + "/" + layer.hex();
    }

    private static String manifestKey(AccountId account, Digest manifest) {
        return account + "/manifests/" + manifest.algorithm().prefix() + "/" + manifest.hex();
    }

    /** The size of a layer that the account has in this Region, in bytes. */
    public OptionalLong size(Registry registry, Digest layer) {
        return size(registry.region(), layerKey(registry.account(), layer));
    }

    /** The size of a manifest that was too large for its item, in bytes. */
    public OptionalLong manifestSize(Registry registry, Digest manifest) {
        return size(registry.region(), manifestKey(registry.account(), manifest));
    }

    private OptionalLong size(RegionName region, String key) {
        try {
            return OptionalLong.of(in(region).headObject(head -> head.bucket(bucket(region)).key(key)).contentLength());
        } catch (NoSuchKeyException missing) {
            return OptionalLong.empty();
        }
    }

    /** A URL from which whoever holds it can fetch the layer, for {@link #DOWNLOAD_TIME}. */
    public String downloadUrl(Registry registry, Digest layer) {
        return clients.s3Presigner(registry.region())
                .presignGetObject(GetObjectPresignRequest.builder()
                        .signatureDuration(DOWNLOAD_TIME)
                        .getObjectRequest(get ->
                                get.bucket(bucket(registry.region())).key(layerKey(registry.account(), layer)))
                        .build())
                .url()
                .toString();
    }

    /**
     * Brings a layer to another registry. S3 copies it; no byte passes through here.
     *
     * @param size of the layer, in bytes
     */
    public void copy(Registry from, Registry to, Digest layer, long size) {
        copy(new Place(bucket(from.region()), layerKey(from.account(), layer)),
                to.region(), layerKey(to.account(), layer), size);
    }

    record Place(String bucket, String key) {}

    void copy(Place from, RegionName region, String key, long size) {
        if (size <= MAX_COPY) {
            in(region).copyObject(copy -> copy.sourceBucket(from.bucket()).sourceKey(from.key())
                    .destinationBucket(bucket(region)).destinationKey(key));
            return;
        }
        String upload = in(region).createMultipartUpload(create -> create.bucket(bucket(region)).key(key)).uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long first = 0; first < size; first += COPY_PART) {
                int number = parts.size() + 1;
                String range = "bytes=" + first + "-" + (Math.min(first + COPY_PART, size) - 1);
                String etag = in(region).uploadPartCopy(part -> part.sourceBucket(from.bucket()).sourceKey(from.key())
                                .copySourceRange(range)
                                .destinationBucket(bucket(region)).destinationKey(key)
                                .uploadId(upload).partNumber(number))
                        .copyPartResult().eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
            }
            in(region).completeMultipartUpload(complete -> complete.bucket(bucket(region)).key(key)
                    .uploadId(upload).multipartUpload(all -> all.parts(parts)));
        } catch (RuntimeException failed) {
            in(region).abortMultipartUpload(abort -> abort.bucket(bucket(region)).key(key).uploadId(upload));
            throw failed;
        }
    }

    /** Keeps a manifest that is too large for its item. */
    public void putManifest(Registry registry, Digest digest, byte[] manifest) {
        in(registry.region()).putObject(
                put -> put.bucket(bucket(registry.region())).key(manifestKey(registry.account(), digest)),
                RequestBody.fromBytes(manifest));
    }

    public Optional<byte[]> manifest(Registry registry, Digest digest) {
        try {
            return Optional.of(in(registry.region())
                    .getObjectAsBytes(get -> get.bucket(bucket(registry.region())).key(manifestKey(registry.account(), digest)))
                    .asByteArray());
        } catch (NoSuchKeyException missing) {
            return Optional.empty();
        }
    }
}
