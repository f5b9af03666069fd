package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Others write the same tag at the same time, and are always faster. */
class ContentionTest extends RegistryTest {
    private final TestImage image = Images.image().build();
    private final AtomicInteger lost = new AtomicInteger();

    @AfterEach
    void letOthersRest() {
        SdkCalls.clear();
    }

    @Test
    void who_loses_however_often_is_told_when_to_come_back() {
        image.blobs().forEach(blob -> registry.pushBlob(APP, blob.bytes()));
        loseTheNextTransaction();

        HttpResponse<byte[]> refused = registry.putManifest(APP, image, "latest");

        assertError(refused, 429, "TOOMANYREQUESTS");
        assertThat(header(refused, "Retry-After")).isEqualTo("1");
        assertThat(lost).as("tries").hasValueGreaterThan(1);
    }

    @Test
    void nothing_is_left_of_it_and_the_next_try_succeeds() {
        image.blobs().forEach(blob -> registry.pushBlob(APP, blob.bytes()));
        loseTheNextTransaction();
        assertStatus(registry.putManifest(APP, image, "latest"), 429);
        SdkCalls.clear();

        assertError(registry.get(manifests("latest")), 404, "MANIFEST_UNKNOWN");
        assertStatus(registry.putManifest(APP, image, "latest"), 201);
    }

    private void loseTheNextTransaction() {
        SdkCalls.beforeNext("TransactWriteItems", () -> {
            lost.incrementAndGet();
            loseTheNextTransaction();
            throw TransactionCanceledException.builder()
                    .message("Transaction cancelled")
                    .cancellationReasons(CancellationReason.builder().code("TransactionConflict").build())
                    .build();
        });
    }
}
