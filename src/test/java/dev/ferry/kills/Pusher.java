package dev.ferry.kills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/**
 * The only writer of one repository, as AWS clients and container tools are: it pushes new images, lets tags move forth and back, deletes
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
    private final Door door;
    private final PulledImages pulled;
    private final Random random;
    private final CountDownLatch end;
    private long nextImage;

    /** @param end what it stops at */
    Pusher(Ledger ledger, PatientClient client, long seed, CountDownLatch end) {
        this.ledger = ledger;
        this.client = client;
        this.door = ledger.repository().door().to(ledger.repository(), client);
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
        image.blobs().forEach(door::provide);
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
        door.put(image, tag);
        ledger.pushed(image, tag);
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
