package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.clients.AwsClients;
import dev.ferry.registry.RegionName;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** When an image was pulled is told to the day, and costs no pull anything. */
class PullTimeTest extends RegistryTest {
    private final TestImage image = Images.image().build();

    @BeforeEach
    void push() {
        registry.push(APP, image, "latest");
    }

    private Instant pullTime() {
        return ecr.describeImages(describe -> describe.repositoryName(APP)).imageDetails().get(0).lastRecordedPullTime();
    }

    private Instant awaitPullTime() {
        return await().until(this::pullTime, time -> time != null);
    }

    private void setPullTime(Instant time) {
        server.api().beans().get(AwsClients.class).dynamoDb(new RegionName(REGION)).updateItem(update -> update
                .tableName("ferry-images")
                .key(Map.of("repository", AttributeValue.fromS(account + "/" + APP),
                        "item", AttributeValue.fromS("image#" + image.digest())))
                .updateExpression("SET pulledAt = :time")
                .expressionAttributeValues(Map.of(":time", AttributeValue.fromN(Long.toString(time.toEpochMilli())))));
    }

    private boolean isNote(SdkRequest request) {
        return request instanceof UpdateItemRequest update && update.updateExpression().equals("SET pulledAt = :now");
    }

    @Test
    void a_pull_through_either_api_is_recorded() {
        assertThat(pullTime()).isNull();
        assertStatus(registry.send("HEAD", manifests("latest")), 200);
        Instant before = Instant.now().minusMillis(1);

        assertStatus(registry.get(manifests("latest")), 200);
        assertThat(awaitPullTime()).isBetween(before, Instant.now());

        Instant lastWeek = Instant.now().minus(Duration.ofDays(7));
        setPullTime(lastWeek);
        ecr.batchGetImage(get -> get.repositoryName(APP).imageIds(id -> id.imageTag("latest")));
        await().until(this::pullTime, time -> time.isAfter(before));
    }

    @Test
    void a_second_pull_of_a_day_writes_nothing() {
        assertStatus(registry.get(manifests("latest")), 200);
        Instant first = awaitPullTime();

        var calls = SdkCalls.during(() -> {
            assertStatus(registry.get(manifests("latest")), 200);
            ecr.batchGetImage(get -> get.repositoryName(APP).imageIds(id -> id.imageTag("latest")));
        });

        assertThat(calls).noneMatch(call -> isNote(call.request()));
        assertThat(pullTime()).isEqualTo(first);
    }

    @Test
    void no_pull_waits_for_it_or_fails_by_it() {
        CountDownLatch pulled = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        SdkCalls.beforeNext("UpdateItem", this::isNote, () -> {
            awaitLatch(pulled);
            failed.countDown();
            throw new IllegalStateException("the table cannot be written");
        });

        assertStatus(registry.get(manifests("latest")), 200);
        pulled.countDown();
        awaitLatch(failed);

        assertStatus(registry.get(manifests("latest")), 200);
        assertThat(awaitPullTime()).isNotNull();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
