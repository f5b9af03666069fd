package dev.ferry.service;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.LayerTooLargeException;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryNotFoundException;
import dev.ferry.registry.Tag;
import dev.ferry.service.image.Images;
import dev.ferry.service.layer.LayerCompletion;
import dev.ferry.service.layer.LayerDeletion;
import dev.ferry.service.repository.Repositories;
import dev.ferry.testing.Beans;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.TickingClock;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What takes longer than one request may, by however much a tenant has stored, ends in time and is gone on with. */
@ExtendWith(LocalAws.class)
class LongWorkTest {
    private static final TestImage IMAGE = dev.ferry.testing.Images.image().build();

    private final Services services = new Services();
    private final Registry registry = registry("us-west-2");

    /** Services to which each step of their work seems to take that long. */
    private static Beans slow(Duration step) {
        return FerryBeans.create().with(Clock.class, new TickingClock(step));
    }

    private static void assertThrottled(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(EcrException.class, refused ->
                assertThat(refused.code()).isEqualTo(ErrorCode.THROTTLING));
    }

    private void fill(int layers) {
        List<Digest> digests = IntStream.range(0, layers).mapToObj(n -> Digest.sha256(new byte[n])).toList();
        for (int from = 0; from < layers; from += 100) {
            services.tables.commit(registry.region(), digests.subList(from, from + 100).stream()
                    .map(layer -> services.repositoryLayers.addition(Services.key(registry), layer, 1)).toList());
        }
    }

    @Test
    void a_repository_that_holds_much_is_deleted_by_the_same_request_again() {
        services.repository(registry);
        fill(400);
        services.push(registry, IMAGE, "v1");
        Repositories slow = slow(Duration.ofMillis(100)).get(Repositories.class);

        assertThrottled(() -> slow.delete(registry, APP, true));
        assertThatThrownBy(() -> services.repositories.get(registry, APP)).isInstanceOf(RepositoryNotFoundException.class);
        assertThrottled(() -> slow.delete(registry, APP, true));
        while (services.repositoriesTable.beingDeleted(registry, APP).isPresent()) {
            try {
                slow.delete(registry, APP, true);
            } catch (EcrException goesOn) {
                assertThat(goesOn.code()).isEqualTo(ErrorCode.THROTTLING);
            }
        }

        services.repository(registry);
        assertThat(services.listed(registry)).isEmpty();
        assertThat(services.layers.available(registry, APP, Set.of(Digest.sha256(new byte[7])))).isEmpty();
    }

    @Test
    void only_a_forced_request_goes_on_with_a_deletion() {
        services.repository(registry);
        fill(400);
        assertThrottled(() -> slow(Duration.ofMillis(100)).get(Repositories.class).delete(registry, APP, true));

        assertThatThrownBy(() -> services.repositories.delete(registry, APP, false))
                .isInstanceOf(RepositoryNotFoundException.class);
        assertThat(services.repositories.delete(registry, APP, true).name()).isEqualTo(APP);
    }

    @Test
    void a_layer_among_many_images_is_deleted_by_the_same_request_again() {
        services.repository(registry);
        for (int seed = 1; seed <= 6; seed++) {
            services.push(registry, dev.ferry.testing.Images.image().seed(seed).build(), "v" + seed);
        }
        byte[] unused = "unused".getBytes(StandardCharsets.UTF_8);
        services.upload(registry, unused);
        LayerDeletion slow = slow(Duration.ofSeconds(6)).get(LayerDeletion.class);

        assertThrottled(() -> slow.delete(registry, APP, Digest.sha256(unused)));
        assertThrottled(() -> slow.delete(registry, APP, Digest.sha256(unused)));
        assertThat(services.layers.available(registry, APP, Set.of(Digest.sha256(unused)))).as("on its way out").isEmpty();

        assertThat(slow.delete(registry, APP, Digest.sha256(unused))).isTrue();
        assertThatThrownBy(() -> services.layers.size(registry, APP, Digest.sha256(unused))).isInstanceOf(EcrException.class);
    }

    @Test
    void a_layer_that_came_anew_since_its_deletion_was_cut_off_is_looked_for_from_the_first_image() {
        services.repository(registry);
        for (int seed = 1; seed <= 6; seed++) {
            services.push(registry, dev.ferry.testing.Images.image().seed(seed).build(), "v" + seed);
        }
        TestImage later = dev.ferry.testing.Images.image().seed(99).build();
        byte[] layer = later.layers().get(0).bytes();
        services.upload(registry, layer);
        LayerDeletion slow = slow(Duration.ofSeconds(6)).get(LayerDeletion.class);
        assertThrottled(() -> slow.delete(registry, APP, Digest.sha256(layer)));

        services.push(registry, later, "later");

        assertThat(services.layerDeletion.delete(registry, APP, Digest.sha256(layer))).isFalse();
        assertThat(services.layers.available(registry, APP, Set.of(Digest.sha256(layer)))).hasSize(1);
    }

    @Test
    void tags_that_cannot_be_sorted_in_time_are_refused_and_told_page_by_page() {
        services.repository(registry);
        services.push(registry, IMAGE, "v1");
        services.pushes.push(registry, APP, IMAGE.read(), Optional.of(new Tag("v2")));
        Images slow = slow(Duration.ofSeconds(8)).get(Images.class);

        assertThrottled(() -> slow.tags(registry, APP, Optional.empty(), 10));
        assertThat(slow.ids(registry, APP, Images.TagStatus.ANY::holds, Optional.empty(), 10).items()).hasSize(2);
    }

    @Test
    void a_layer_that_takes_too_long_to_hash_is_refused_and_its_upload_stays() {
        services.repository(registry);
        byte[] layer = new byte[300_000];
        LayerUpload upload = services.begin(registry);
        services.uploads.append(registry, APP, upload.id(), 0, layer);
        LayerCompletion slow = slow(Duration.ofSeconds(5)).get(LayerCompletion.class);
        Digest digest = Digest.Algorithm.SHA512.of(layer); // which the store does not compute

        assertThatThrownBy(() -> slow.finish(registry, APP, upload.id(), digest))
                .isInstanceOf(LayerTooLargeException.class).hasMessageContaining("within 15 seconds");

        services.completion.finish(registry, APP, upload.id(), digest);
        assertThat(services.layers.available(registry, APP, Set.of(digest))).containsOnlyKeys(digest);
    }
}
