package dev.ferry.service;

import static dev.ferry.service.Services.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.ImageId;
import dev.ferry.registry.Repository;
import dev.ferry.registry.TagMutability;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.store.PoliciesTable;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What arrives is whole, keeps immutable tags, and brings no setting and no deletion with it. */
class ReplicaPromisesTest extends PromiseTest {
    @Test
    void promise8_nothing_is_listed_while_a_layer_is_missing() {
        services.repository(source);
        services.configure(source, elsewhere);
        Push push = services.push(source, IMAGE, "latest");
        services.fanOut.fanOut(push);
        SdkCalls.beforeNext("CopyObject", () -> SdkCalls.beforeNext("CopyObject", PromiseTest::fail));

        assertThatThrownBy(() -> services.replicate(push, elsewhere)).hasMessage("the network is down");
        assertThat(services.listed(elsewhere)).isEmpty();
        assertThat(services.tagged(elsewhere, "latest")).isEmpty();

        List<SdkCalls.Call> again = SdkCalls.during(() -> services.replicate(push, elsewhere));
        assertThat(SdkCalls.count(again, "S3")).as("S3 refuses to copy the layer again that arrived")
                .isEqualTo(Map.of("CopyObject", (long) IMAGE.blobs().size(), "HeadObject", 1L));
        assertThat(services.listedDigests(elsewhere)).containsExactly(IMAGE.digest());
        pulls.assertAllComplete(elsewhere);
    }

    @Test
    void promise8_the_images_of_an_index_come_before_it() {
        TestImage index = Images.index(IMAGE, OTHER).build();
        services.repository(source);
        services.configure(source, elsewhere);
        services.provide(source, index);
        Push push = services.push(source, index, "latest");
        services.fanOut.fanOut(push);
        SdkCalls.beforeNext("TransactWriteItems",
                request -> request.toString().contains("image#" + index.digest()), PromiseTest::fail);

        assertThatThrownBy(() -> services.replicate(push, elsewhere)).hasMessage("the network is down");
        assertThat(services.listedDigests(elsewhere)).doesNotContain(index.digest());
        assertThat(services.tagged(elsewhere, "latest")).isEmpty();
        pulls.assertAllComplete(elsewhere);

        services.replicate(push, elsewhere);
        assertThat(services.listedDigests(elsewhere))
                .containsExactlyInAnyOrder(index.digest(), IMAGE.digest(), OTHER.digest());
        assertThat(services.tagged(elsewhere, "latest")).contains(index.digest());
        pulls.assertAllComplete(elsewhere);
    }

    @Test
    void promise8_indexes_within_indexes_arrive_whole() {
        TestImage inner = Images.index(IMAGE).build();
        TestImage outer = Images.index(inner, OTHER).build();
        services.repository(source);
        services.configure(source, elsewhere);

        services.deliver(services.push(source, outer, "latest"));

        assertThat(services.listedDigests(elsewhere)).containsExactlyInAnyOrder(
                outer.digest(), inner.digest(), IMAGE.digest(), OTHER.digest());
        pulls.assertAllComplete(elsewhere);
    }

    @Test
    void promise8_a_manifest_too_large_for_its_item_can_be_pulled_at_the_destination() {
        Images.IndexBuilder builder = Images.index(OTHER);
        for (int i = 0; i < 300; i++) {
            builder.annotation("org.example.note." + i, "x".repeat(1_000));
        }
        TestImage large = builder.build();
        services.repository(source);
        services.configure(source, elsewhere);

        services.deliver(services.push(source, large, "latest"));

        assertThat(services.tagged(elsewhere, "latest")).contains(large.digest());
        pulls.assertAllComplete(elsewhere);
    }

    @Test
    void promise9_an_immutable_tag_is_kept_and_the_image_arrives_without_it() {
        services.repository(source);
        services.repository(elsewhere, new TagMutability(TagMutability.Mode.IMMUTABLE, List.of()));
        services.push(elsewhere, OTHER, "latest");
        services.configure(source, elsewhere);
        Push push = services.push(source, IMAGE, "latest");

        services.deliver(push);

        assertThat(services.state(push, elsewhere)).isInstanceOf(Complete.class);
        assertThat(services.tagged(elsewhere, "latest")).contains(OTHER.digest());
        assertThat(services.listedDigests(elsewhere)).containsExactlyInAnyOrder(IMAGE.digest(), OTHER.digest());
        pulls.assertAllComplete(elsewhere);
    }

    @Test
    void promise10_nothing_is_deleted_at_the_destination() {
        services.repository(source);
        services.configure(source, elsewhere);
        services.deliver(services.push(source, IMAGE, "latest"));
        services.deliver(services.push(source, OTHER, "other"));

        services.deletion.delete(source, APP, ImageId.of(IMAGE.digest()));
        services.repositories.delete(source, APP, true);

        assertThat(services.tagged(elsewhere, "latest")).contains(IMAGE.digest());
        assertThat(services.tagged(elsewhere, "other")).contains(OTHER.digest());
        pulls.assertAllComplete(elsewhere);
    }

    @Test
    void promise10_no_setting_or_policy_is_copied() {
        services.repositories.create(source, APP, new TagMutability(TagMutability.Mode.IMMUTABLE, List.of()), true,
                Repository.Encryption.DEFAULT, Map.of("team", "blue"));
        services.policies.put(source.region(), PoliciesTable.repositoryPolicyKey(source.account(), APP), "{}");
        services.configure(source, elsewhere);

        services.deliver(services.push(source, IMAGE, "latest"));

        Repository made = services.repositories.get(elsewhere, APP);
        assertThat(made).isEqualTo(Repository.withDefaults(elsewhere, APP, made.id(), made.createdAt()));
        assertThat(services.policies.text(
                        elsewhere.region(), PoliciesTable.repositoryPolicyKey(elsewhere.account(), APP)))
                .isEmpty();
    }
}
