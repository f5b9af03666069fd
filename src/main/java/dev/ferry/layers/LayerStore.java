package dev.ferry.layers;

import dev.ferry.clients.AwsClients;
import dev.ferry.clients.StackSettings;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.Digest;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.presigner.model.GetObjectPresignRequest;
import software.amazon.awssdk.services.s3.presigner.model.PutObjectPresignRequest;
import software.amazon.awssdk.services.s3.presigner.model.UploadPartPresignRequest;

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
    /** How long a layer can be fetched from a URL that was handed out, or a part of one be put there. */
    public static final Duration TRANSFER_TIME = Duration.ofMinutes(15);

    static final String UPLOADS = "uploads/";

    /** S3 copies no more than this in one call. */
    static final long MAX_COPY = 5L * 1024 * 1024 * 1024;

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

    /**
     * The size of a layer that the account has in this Region, in bytes. One whose bytes the store says to be others than its
     * digest's is not there. Of what an earlier version stored it says nothing: that was hashed before it came here.
     */
    public OptionalLong size(Registry registry, Digest layer) {
        return find(registry, layer)
                .filter(head -> isRight(layer, head))
                .map(head -> OptionalLong.of(head.contentLength()))
                .orElse(OptionalLong.empty());
    }

    Optional<HeadObjectResponse> find(Registry registry, Digest layer) {
        RegionName region = registry.region();
        try {
            return Optional.of(in(region).headObject(request -> request.bucket(bucket(region))
                    .key(layerKey(registry.account(), layer))
                    .checksumMode(ChecksumMode.ENABLED)));
        } catch (NoSuchKeyException missing) {
            return Optional.empty();
        }
    }

    static boolean isRight(Digest layer, HeadObjectResponse head) {
        return !isChecked(layer, head.contentLength())
                || head.checksumSHA256() == null
                || LayerChecksum.isOf(layer, head.checksumSHA256());
    }

    /** Whether the store computes the SHA-256 of a copy of this size, and the layer is called by it. */
    static boolean isChecked(Digest layer, long size) {
        return layer.algorithm() == Digest.Algorithm.SHA256 && size <= MAX_COPY;
    }

    /** The size of a manifest that was too large for its item, in bytes. */
    public OptionalLong manifestSize(Registry registry, Digest manifest) {
        return size(registry.region(), manifestKey(registry.account(), manifest));
    }

    OptionalLong size(RegionName region, String key) {
        try {
            return OptionalLong.of(in(region).headObject(head -> head.bucket(bucket(region)).key(key)).contentLength());
        } catch (NoSuchKeyException missing) {
            return OptionalLong.empty();
        }
    }

    /** A URL from which whoever holds it can fetch the layer, for {@link #TRANSFER_TIME}. */
    public String downloadUrl(Registry registry, Digest layer) {
        return readingUrl(registry.region(), layerKey(registry.account(), layer));
    }

    String readingUrl(RegionName region, String key) {
        return clients.s3Presigner(region)
                .presignGetObject(GetObjectPresignRequest.builder()
                        .signatureDuration(TRANSFER_TIME)
                        .getObjectRequest(get -> get.bucket(bucket(region)).key(key))
                        .build())
                .url()
                .toString();
    }

    String writingUrl(RegionName region, String key) {
        return clients.s3Presigner(region)
                .presignPutObject(PutObjectPresignRequest.builder()
                        .signatureDuration(TRANSFER_TIME)
                        .putObjectRequest(put -> put.bucket(bucket(region)).key(key))
                        .build())
                .url()
                .toString();
    }

    String partUrl(RegionName region, String key, String multipart, int number) {
        return clients.s3Presigner(region)
                .presignUploadPart(UploadPartPresignRequest.builder()
                        .signatureDuration(TRANSFER_TIME)
                        .uploadPartRequest(part -> part.bucket(bucket(region)).key(key).uploadId(multipart).partNumber(number))
                        .build())
                .url()
                .toString();
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
