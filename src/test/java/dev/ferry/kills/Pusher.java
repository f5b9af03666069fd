package dev.ferry.kills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.InvalidLayerPartException;
import software.amazon.awssdk.services.ecr.model.LayerAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.UploadNotFoundException;

/**
 * The only writer of one repository, as an AWS client is one: it pushes new images, lets tags move forth and back, deletes
 * and pulls, whatever is killed meanwhile, and keeps the {@link Ledger} of what it was told.
 */
final class Pusher implements Runnable {
    private static final List<String> TAGS = List.of("latest", "stable", "1.0", "1.1", "2.0");
    /** With the chunks that clients send of it, one of S3's parts and a staged rest. */
    private static final int LARGE_LAYER = 6 * 1024 * 1024 + 7;
    private static final int FEWEST_IMAGES = 4;
    private static final int LONGEST_PAUSE_MILLIS = 500;

    private final Ledger ledger;
    private final PatientClient client;
    private final PulledImages pulled;
    private final Random random;
    private final CountDownLatch end;
    private long nextImage;

    /** @param end what it stops at */
    Pusher(Ledger ledger, PatientClient client, long seed, CountDownLatch end) {
        this.ledger = ledger;
        this.client = client;
        this.pulled = new PulledImages(client);
        this.random = new Random(seed);
        this.end = end;
        this.nextImage = seed;
    }

    @Override
    public void run() {
        try {
            while (!end.await(random.nextInt(LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS)) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() {
        int choice = random.nextInt(100);
        if (ledger.images().size() < FEWEST_IMAGES || choice < 45) {
            pushNew();
        } else if (choice < 75) {
            moveTag();
        } else if (choice < 83) {
            delete(any(ledger.images()).digest());
        } else if (choice < 90 && !ledger.tags().isEmpty()) {
            delete(any(ledger.tags().keySet().stream().sorted().toList()));
        } else {
            pulled.pull(ledger.repository().registry(), ledger.repository().name(), any(ledger.images()).digest());
        }
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    // ----------------------------------------------------------------------------------------------------- pushes

    /** Every second image has the layer of the one before, and one more. */
    private void pushNew() {
        nextImage++;
        boolean large = random.nextInt(15) == 0;
        TestImage image = Images.image()
                .seed(nextImage / 2)
                .layers((int) (1 + nextImage % 2))
                .layerSize(large ? LARGE_LAYER : 1 + (int) (nextImage / 2 % 50_000))
                .build();
        image.blobs().forEach(this::provide);
        put(image, any(TAGS));
    }

    private void moveTag() {
        TestImage image = any(ledger.images());
        List<String> others = new ArrayList<>(TAGS);
        others.removeIf(tag -> image.digest().equals(ledger.tags().get(tag)));
        if (!others.isEmpty()) {
            put(image, any(others));
        }
    }

    private void put(TestImage image, String tag) {
        try {
            client.ask(ledger.repository().registry(), ecr -> ecr.putImage(put -> put.repositoryName(name())
                    .imageManifest(image.manifestText())
                    .imageManifestMediaType(image.mediaType())
                    .imageTag(tag)));
        } catch (RefusedException refused) {
            // The tag named another image, so it was an earlier try of the same call that had its effect.
            if (!refused.is(ImageAlreadyExistsException.class)) {
                throw refused;
            }
        }
        ledger.pushed(image, tag);
    }

    /** Uploads a layer if it is not there, from the beginning again when the upload has got lost. */
    private void provide(TestImage.Blob blob) {
        while (!isAvailable(blob.digest())) {
            upload(blob);
        }
    }

    private boolean isAvailable(Digest layer) {
        return client.ask(ledger.repository().registry(), ecr -> ecr.batchCheckLayerAvailability(
                        check -> check.repositoryName(name()).layerDigests(layer.toString())))
                .layers().get(0).layerAvailabilityAsString().equals("AVAILABLE");
    }

    private void upload(TestImage.Blob blob) {
        var begun = client.ask(ledger.repository().registry(),
                ecr -> ecr.initiateLayerUpload(initiate -> initiate.repositoryName(name())));
        try {
            long at = 0;
            while (at < blob.bytes().length) {
                at = uploadPart(begun.uploadId(), blob.bytes(), at, begun.partSize());
            }
            client.ask(ledger.repository().registry(), ecr -> ecr.completeLayerUpload(complete -> complete
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
            client.ask(ledger.repository().registry(), ecr -> ecr.uploadLayerPart(part -> part.repositoryName(name())
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

    // -------------------------------------------------------------------------------------------------- deletions

    private void delete(Digest image) {
        delete(ImageIdentifier.builder().imageDigest(image.toString()).build());
        ledger.deleted(image);
    }

    private void delete(String tag) {
        delete(ImageIdentifier.builder().imageTag(tag).build());
        ledger.deleted(tag);
    }

    private void delete(ImageIdentifier id) {
        var answer = client.ask(ledger.repository().registry(),
                ecr -> ecr.batchDeleteImage(delete -> delete.repositoryName(name()).imageIds(id)));
        // An earlier try of the same call may have had its effect.
        assertThat(answer.failures()).allSatisfy(
                failure -> assertThat(failure.failureCode()).isEqualTo(ImageFailureCode.IMAGE_NOT_FOUND));
    }

    private String name() {
        return ledger.repository().name().value();
    }
}
