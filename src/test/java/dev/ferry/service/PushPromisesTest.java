package dev.ferry.service;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A push is atomic, and goes where the configuration said when it was made, and no further. */
class PushPromisesTest extends PromiseTest {
    // ------------------------------------------------------------------------------------------------ pushes

    @Test
    void promise1_a_push_commits_image_tag_and_record_together() {
        services.repository(source);
        services.configure(source, elsewhere);

        Push push = services.push(source, IMAGE, "latest");

        assertThat(services.tagged(source, "latest")).contains(IMAGE.digest());
        assertThat(services.listedDigests(source)).containsExactly(IMAGE.digest());
        assertThat(services.history.of(source.region(), ImageKey.of(push)))
                .singleElement()
                .satisfies(history -> assertThat(history.push()).isEqualTo(push));
    }

    @Test
    void promise1_a_push_whose_repository_goes_before_the_commit_leaves_nothing() {
        Repository repository = services.repository(source);
        services.configure(source, elsewhere);
        services.provide(source, IMAGE);
        SdkCalls.beforeNext("TransactWriteItems", () -> services.deletions.begin(repository));

        assertThatThrownBy(() -> services.pushes.push(source, APP, IMAGE.read(), Optional.of(Services.LATEST)))
                .isInstanceOfSatisfying(EcrException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.REPOSITORY_NOT_FOUND));

        services.deletions.cancel(repository);
        assertThat(services.tagged(source, "latest")).isEmpty();
        assertThat(services.listed(source)).isEmpty();
        assertThat(services.history.of(source.region(), imageKey(IMAGE))).isEmpty();
    }

    @Test
    void promise1_a_push_that_meets_another_one_of_the_tag_starts_over_and_comes_behind_it() {
        services.repository(source);
        services.provide(source, IMAGE);
        SdkCalls.beforeNext("TransactWriteItems", () -> services.push(source, OTHER, "latest"));
        services.provide(source, OTHER);

        Push push = services.pushes.push(source, APP, IMAGE.read(), Optional.of(Services.LATEST));

        assertThat(push.tagVersion()).hasValue(2);
        assertThat(services.tagged(source, "latest")).contains(IMAGE.digest());
        assertThat(services.history.of(source.region(), ImageKey.of(push))).hasSize(1);
    }

    @Test
    void a_tag_moves_from_an_image_to_the_index_that_lists_it() {
        TestImage index = Images.index(IMAGE, OTHER).build();
        services.repository(source);
        services.configure(source, elsewhere);
        services.deliver(services.push(source, IMAGE, "latest"));

        Push push = services.push(source, index, "latest");
        services.deliver(push);

        assertThat(services.state(push, elsewhere)).isInstanceOf(Complete.class);
        for (Registry registry : List.of(source, elsewhere)) {
            assertThat(services.tagged(registry, "latest")).contains(index.digest());
            assertThat(services.listed(registry)).filteredOn(image -> image.digest().equals(IMAGE.digest()))
                    .singleElement()
                    .satisfies(child -> {
                        assertThat(child.tags()).isEmpty();
                        assertThat(child.listedBy()).containsExactly(index.digest());
                    });
            pulls.assertAllComplete(registry);
        }
    }

    // ----------------------------------------------------------------------------------- which pushes go where

    @Test
    void promise3_a_replica_goes_no_further() {
        Registry third = sameAccount(source, "ap-northeast-1");
        services.repository(source);
        services.repository(elsewhere);
        services.configure(source, elsewhere);
        services.configure(elsewhere, third);

        services.deliver(services.push(source, IMAGE, "latest"));

        assertThat(services.tagged(elsewhere, "latest")).contains(IMAGE.digest());
        assertThat(services.history.of(elsewhere.region(), imageKey(IMAGE))).isEmpty();
        assertThat(services.listed(third)).isEmpty();
    }

    @Test
    void promise4_a_configuration_changed_after_the_push_does_not_touch_it() {
        Registry instead = sameAccount(source, "ap-northeast-1");
        services.repository(source);
        services.configure(source, elsewhere);
        Push push = services.push(source, IMAGE, "latest");

        services.configure(source, instead);
        services.deliver(push);

        assertThat(services.tagged(elsewhere, "latest")).contains(IMAGE.digest());
        assertThat(services.listed(instead)).isEmpty();
    }

    @Test
    void promise4_a_configuration_removed_after_the_push_does_not_stop_it() {
        services.repository(source);
        services.configure(source, elsewhere);
        Push push = services.push(source, IMAGE, "latest");

        services.configure(source);
        services.deliver(push);

        assertThat(services.state(push, elsewhere)).isInstanceOf(Complete.class);
    }

    @Test
    void promise5_configuring_copies_nothing_that_was_there() {
        services.repository(source);
        Push before = services.push(source, IMAGE, "latest");
        services.configure(source, elsewhere);

        services.deliver(before);
        assertThat(services.listed(elsewhere)).isEmpty();

        services.deliver(services.push(source, OTHER, "later"));
        assertThat(services.listedDigests(elsewhere)).containsExactly(OTHER.digest());
    }

    // ------------------------------------------------------------------------------------------------- shared

    private ImageKey imageKey(TestImage image) {
        return new ImageKey(Services.key(source), image.digest());
    }
}
