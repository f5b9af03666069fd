package dev.ferry.kills;

import dev.ferry.registry.Digest;
import dev.ferry.testing.TestImage;
import java.util.Arrays;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.InvalidLayerPartException;
import software.amazon.awssdk.services.ecr.model.LayerAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.UploadNotFoundException;

/** ECR's API, by AWS's SDK. */
final class EcrDoor implements Door {
    private final SourceRepository repository;
    private final PatientClient client;

    EcrDoor(SourceRepository repository, PatientClient client) {
        this.repository = repository;
        this.client = client;
    }

    @Override
    public void put(TestImage image, String tag) {
        try {
            client.ask(repository.registry(), ecr -> ecr.putImage(put -> put.repositoryName(name())
                    .imageManifest(image.manifestText())
                    .imageManifestMediaType(image.mediaType())
                    .imageTag(tag)));
        } catch (RefusedException refused) {
            // The tag named another image, so it was an earlier try of the same call that had its effect.
            if (!refused.is(ImageAlreadyExistsException.class)) {
                throw refused;
            }
        }
    }

    /** From the beginning again when the upload has got lost. */
    @Override
    public void provide(TestImage.Blob blob) {
        while (!isAvailable(blob.digest())) {
            upload(blob);
        }
    }

    private boolean isAvailable(Digest layer) {
        return client.ask(repository.registry(), ecr -> ecr.batchCheckLayerAvailability(
                        check -> check.repositoryName(name()).layerDigests(layer.toString())))
                .layers().get(0).layerAvailabilityAsString().equals("AVAILABLE");
    }

    private void upload(TestImage.Blob blob) {
        var begun = client.ask(repository.registry(),
                ecr -> ecr.initiateLayerUpload(initiate -> initiate.repositoryName(name())));
        try {
            long at = 0;
            while (at < blob.bytes().length) {
                at = uploadPart(begun.uploadId(), blob.bytes(), at, begun.partSize());
            }
            client.ask(repository.registry(), ecr -> ecr.completeLayerUpload(complete -> complete
                    .repositoryName(name()).uploadId(begun.uploadId()).layerDigests(blob.digest().toString())));
        } catch (RefusedException refused) {
            // So an earlier try of the same call may be answered whose effect took place.
            if (!refused.is(LayerAlreadyExistsException.class) && !refused.is(UploadNotFoundException.class)) {
                throw refused;
            }
        }
    }

    /** Where to go on. */
    private long uploadPart(String upload, byte[] layer, long from, long size) {
        long end = Math.min(layer.length, from + size);
        try {
            client.ask(repository.registry(), ecr -> ecr.uploadLayerPart(part -> part.repositoryName(name())
                    .uploadId(upload)
                    .partFirstByte(from)
                    .partLastByte(end - 1)
                    .layerPartBlob(SdkBytes.fromByteArrayUnsafe(Arrays.copyOfRange(layer, (int) from, (int) end)))));
            return end;
        } catch (RefusedException refused) {
            if (refused.getCause() instanceof InvalidLayerPartException elsewhere
                    && elsewhere.lastValidByteReceived() + 1 == end) {
                return end; // an earlier try of the same call had its effect
            }
            throw refused;
        }
    }

    private String name() {
        return repository.name().value();
    }
}
