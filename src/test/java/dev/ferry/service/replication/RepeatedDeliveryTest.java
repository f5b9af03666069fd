package dev.ferry.service.replication;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Image;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.service.Pulls;
import dev.ferry.service.Services;
import dev.ferry.service.image.ImageNotification;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.replications.ReplicationHistory.PushHistory;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Promise 2: however often something is delivered, also at the same time, its effect is there once. */
@ExtendWith(LocalAws.class)
class RepeatedDeliveryTest {
    private static final int DELIVERIES = 8;
    private static final TestImage IMAGE = Images.image().layers(2).build();

    private final Services services = new Services();
    private final Registry source = registry("us-west-2");
    private final Registry elsewhere = sameAccount(source, "eu-west-1");
    private final Registry further = sameAccount(source, "ap-northeast-1");

    @AfterEach
    void forgetWhatWasToInterfere() {
        SdkCalls.clear();
    }

    @Test
    void promise2_a_notification_delivered_often_records_one_push() throws Exception {
        services.repository(source);
        services.push(source, IMAGE, "latest");
        services.configure(source, elsewhere);
        ImageNotification notification = new ImageNotification("13cde686-328b-6117-af20-0e5566167482", source, APP,
                IMAGE.digest(), Optional.of(Services.LATEST), Instant.parse("2026-11-02T10:15:30Z"));

        Set<PushId> recorded = Set.copyOf(atTheSameTime(() -> services.notifications.record(notification)));
        services.notifications.record(notification);

        assertThat(recorded).hasSize(1);
        assertThat(history()).filteredOn(history -> recorded.contains(history.push().id())).singleElement()
                .satisfies(history -> {
                    assertThat(history.push().plan().destinations()).containsExactly(elsewhere);
                    assertThat(history.push().tagVersion()).hasValue(1);
                });
    }

    @Test
    void a_notification_of_the_second_in_which_an_image_was_pushed_is_its_last_push() {
        services.repository(source);
        Push pushed = services.push(source, IMAGE, "latest");
        services.configure(source, elsewhere);

        PushId notified = services.notifications.record(new ImageNotification("13cde686-328b-6117-af20-0e5566167482", source,
                APP, IMAGE.digest(), Optional.of(Services.LATEST), pushed.pushedAt().truncatedTo(ChronoUnit.SECONDS)));

        assertThat(notified).isGreaterThan(pushed.id());
    }

    @Test
    void promise2_two_notifications_are_two_pushes() {
        services.repository(source);
        services.push(source, IMAGE, "latest");
        Instant time = Instant.parse("2026-11-02T10:15:30Z");

        for (String id : List.of("dd3b46cb-2c74-f49e-393b-28286b67279d", "c8b133b1-6029-ee73-e2a1-4f466b8ba999")) {
            services.notifications.record(
                    new ImageNotification(id, source, APP, IMAGE.digest(), Optional.empty(), time));
        }

        assertThat(history()).hasSize(3);
    }

    @Test
    void promise2_a_push_fanned_out_often_opens_each_replication_once() throws Exception {
        Push push = pushToBoth();

        atTheSameTime(() -> {
            services.fanOut.fanOut(push);
            return push;
        });
        services.replicate(push, elsewhere);
        ReplicationState end = services.state(push, elsewhere);
        services.fanOut.fanOut(push);

        assertThat(history()).singleElement().satisfies(history -> assertThat(history.opened()).hasSize(2));
        assertThat(services.state(push, elsewhere)).as("fanned out again after its end").isEqualTo(end);
    }

    @Test
    void promise2_a_fan_out_that_meets_another_transaction_tries_again() {
        Push push = pushToBoth();
        SdkCalls.beforeNext("TransactWriteItems", () -> {
            throw TransactionCanceledException.builder()
                    .cancellationReasons(CancellationReason.builder().code("TransactionConflict").build())
                    .build();
        });

        assertThatCode(() -> services.fanOut.fanOut(push)).doesNotThrowAnyException();

        assertThat(history()).singleElement().satisfies(history -> assertThat(history.opened()).hasSize(2));
    }

    @Test
    void promise2_a_replication_delivered_often_arrives_once() throws Exception {
        Push push = pushToBoth();
        services.fanOut.fanOut(push);

        atTheSameTime(() -> {
            services.replicate(push, elsewhere);
            return push;
        });
        Repository made = services.repositories.get(elsewhere, APP);
        Image arrived = services.listed(elsewhere).get(0);
        ReplicationState end = services.state(push, elsewhere);
        services.replicate(push, elsewhere);

        assertThat(end).isInstanceOf(Complete.class);
        assertThat(services.state(push, elsewhere)).isEqualTo(end);
        assertThat(services.repositories.get(elsewhere, APP)).isEqualTo(made);
        assertThat(services.listed(elsewhere)).containsExactly(arrived);
        assertThat(services.imageTags.tag(
                        services.tables.get(elsewhere.region(),
                                List.of(ImagesTable.tagKey(Services.key(elsewhere), Services.LATEST))),
                        Services.key(elsewhere), Services.LATEST).version())
                .isEqualTo(1);
        new Pulls(services).assertAllComplete(elsewhere);
    }

    @Test
    void promise2_pushes_of_one_tag_at_the_same_time_get_a_version_each() throws Exception {
        services.repository(source);
        services.configure(source, elsewhere);
        List<TestImage> images = new ArrayList<>();
        for (int seed = 0; seed < DELIVERIES; seed++) {
            images.add(Images.image().seed(seed).build());
        }
        images.forEach(image -> services.provide(source, image));
        List<TestImage> left = new CopyOnWriteArrayList<>(images);

        List<Push> pushes = atTheSameTime(() ->
                services.pushes.push(source, APP, left.remove(0).read(), Optional.of(Services.LATEST)));

        assertThat(pushes).extracting(push -> push.tagVersion().orElseThrow())
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        Push last = pushes.stream()
                .filter(push -> push.tagVersion().orElseThrow() == DELIVERIES)
                .findFirst()
                .orElseThrow();
        assertThat(services.tagged(source, "latest")).contains(last.digest());
        assertThat(services.listed(source)).filteredOn(image -> !image.tags().isEmpty()).hasSize(1);
    }

    private Push pushToBoth() {
        services.repository(source);
        services.configure(source, elsewhere, further);
        return services.push(source, IMAGE, "latest");
    }

    private List<PushHistory> history() {
        return services.history.of(
                source.region(), new ImageKey(Services.key(source), IMAGE.digest()));
    }

    /** What the deliveries gave, all of which began together; fails with the first of them that failed. */
    private static <T> List<T> atTheSameTime(Callable<T> delivery) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(DELIVERIES);
        try {
            CountDownLatch ready = new CountDownLatch(DELIVERIES);
            List<Future<T>> deliveries = new ArrayList<>();
            for (int i = 0; i < DELIVERIES; i++) {
                deliveries.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return delivery.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : deliveries) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
