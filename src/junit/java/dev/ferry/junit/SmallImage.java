package dev.ferry.junit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;

/** An image with a configuration and one layer, pushed by ECR's own API, so that a test needs no container tool. */
record SmallImage(EcrClient ecr) {
    private static final String OCI = "application/vnd.oci.image.";
    private static final String DESCRIPTOR = "{\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": %d}";
    private static final String MANIFEST =
            "{\"schemaVersion\": 2, \"mediaType\": \"" + OCI + "manifest.v1+json\", \"config\": %s, \"layers\": [%s]}";

    /** @return the image's digest */
    String push(ImageName image) {
        byte[] layer = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        byte[] config = ("{\"architecture\": \"amd64\", \"os\": \"linux\", \"rootfs\": {\"type\": \"layers\", \"diff_ids\": [\""
                        + digest(layer) + "\"]}}")
                .getBytes(StandardCharsets.US_ASCII);
        upload(image.repository(), layer);
        upload(image.repository(), config);
        String manifest = String.format(
                MANIFEST, descriptor(OCI + "config.v1+json", config), descriptor(OCI + "layer.v1.tar", layer));
        return ecr.putImage(put -> put.repositoryName(image.repository())
                        .imageTag(image.identifier().imageTag())
                        .imageManifest(manifest))
                .image()
                .imageId()
                .imageDigest();
    }

    private void upload(String repository, byte[] blob) {
        String upload = ecr.initiateLayerUpload(begin -> begin.repositoryName(repository)).uploadId();
        ecr.uploadLayerPart(part -> part.repositoryName(repository)
                .uploadId(upload)
                .partFirstByte(0L)
                .partLastByte(blob.length - 1L)
                .layerPartBlob(SdkBytes.fromByteArray(blob)));
        ecr.completeLayerUpload(end -> end.repositoryName(repository).uploadId(upload).layerDigests(digest(blob)));
    }

    private static String descriptor(String mediaType, byte[] blob) {
        return String.format(DESCRIPTOR, mediaType, digest(blob), blob.length);
    }

    private static String digest(byte[] blob) {
        try {
            return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
