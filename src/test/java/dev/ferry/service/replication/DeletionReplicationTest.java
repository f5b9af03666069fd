package dev.ferry.service.replication;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Digest;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Tag;
import dev.ferry.replication.Deletion;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.service.Services;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 14: a deletion that a rule replicates happens once, and never undoes a later push. */
@ExtendWith(LocalAws.class)
class DeletionReplicationTest {
    private static final TestImage IMAGE = Images.image().seed(1).build();
    private static final TestImage OTHER = Images.image().seed(2).build();
    private static final ImageId LATEST = new ImageId(Optional.empty(), Optional.of(Services.LATEST));

    private final Services services = new Services();
    private final Registry source = registry("us-west-2");
    private final Registry elsewhere = sameAccount(source, "eu-west-1");

    private Deletion delete(TestImage image, ImageId id) {
        services.deletion.delete(source, APP, id);
        List<Deletion> all = services.deletions(source, image.digest());
        return all.get(all.size() - 1);
    }

    private void begin() {
        services.repository(source);
        services.configureWithDeletions(source, elsewhere);
    }

    @Test
    void promise14_a_tag_that_is_removed_goes_at_the_destination() {
        begin();
        services.deliver(services.push(source, IMAGE, "latest"));
        services.deliver(services.push(source, IMAGE, "kept"));

        services.deliver(delete(IMAGE, LATEST));

        assertThat(services.tagged(elsewhere, "latest")).isEmpty();
        assertThat(services.tagged(elsewhere, "kept")).contains(IMAGE.digest());
    }

    @Test
    void promise14_the_last_tag_takes_the_image_with_it() {
        begin();
        services.deliver(services.push(source, IMAGE, "latest"));

        Deletion deletion = delete(IMAGE, LATEST);
        services.deliver(deletion);
        services.deliver(deletion);

        assertThat(services.listed(elsewhere)).isEmpty();
        assertThat(services.state(deletion, elsewhere)).isInstanceOf(Complete.class);
    }

    @Test
    void promise14_by_digest_the_image_goes_with_all_its_tags_however_many() {
        begin();
        IntStream.range(0, 30).forEach(n -> services.deliver(services.push(source, IMAGE, "tag-" + n)));

        services.deletion.delete(source, APP, ImageId.of(IMAGE.digest()));
        List<Deletion> deletions = services.deletions(source, IMAGE.digest());
        services.deliver(deletions.get(deletions.size() - 1));

        assertThat(services.listed(elsewhere)).isEmpty();
        assertThat(services.tagged(elsewhere, "tag-0")).isEmpty();
        services.deliver(deletions.get(0));
        assertThat(services.state(deletions.get(0), elsewhere)).isInstanceOf(Complete.class);
    }

    @Test
    void promise14_a_removal_of_an_OCI_tag_leaves_the_image() {
        begin();
        services.deliver(services.push(source, IMAGE, "latest"));

        services.deletion.untag(source, APP, Services.LATEST);
        services.deliver(services.deletions(source, IMAGE.digest()).get(0));

        assertThat(services.tagged(elsewhere, "latest")).isEmpty();
        assertThat(services.listedDigests(elsewhere)).containsExactly(IMAGE.digest());
    }

    @Test
    void promise10_a_rule_that_does_not_say_so_replicates_no_deletion() {
        services.repository(source);
        services.configure(source, elsewhere);
        services.deliver(services.push(source, IMAGE, "latest"));

        services.deletion.delete(source, APP, ImageId.of(IMAGE.digest()));

        assertThat(services.deletions(source, IMAGE.digest())).isEmpty();
        assertThat(services.tagged(elsewhere, "latest")).contains(IMAGE.digest());
    }

    @Test
    void promise14_a_late_deletion_takes_nothing_away_that_was_pushed_after_it() {
        begin();
        services.deliver(services.push(source, IMAGE, "latest"));
        Deletion deletion = delete(IMAGE, ImageId.of(IMAGE.digest()));
        services.deliver(services.push(source, IMAGE, "latest"));

        services.deliver(deletion);

        assertThat(services.state(deletion, elsewhere)).isInstanceOf(Complete.class);
        assertThat(services.tagged(elsewhere, "latest")).contains(IMAGE.digest());
    }

    @Test
    void promise14_a_late_push_brings_nothing_back_that_was_deleted_after_it() {
        begin();
        Push push = services.push(source, IMAGE, "latest");
        services.deliver(delete(IMAGE, ImageId.of(IMAGE.digest())));

        services.deliver(push);

        assertThat(services.state(push, elsewhere)).isInstanceOf(Complete.class);
        assertThat(services.listed(elsewhere)).isEmpty();
    }

    @Test
    void promise14_a_push_that_had_begun_brings_nothing_back_either() {
        begin();
        Push push = services.push(source, IMAGE, "latest");
        services.fanOut.fanOut(push);
        SdkCalls.beforeNext("CopyObject", () -> services.deliver(delete(IMAGE, ImageId.of(IMAGE.digest()))));

        services.replicate(push, elsewhere);

        assertThat(services.state(push, elsewhere)).isInstanceOf(Complete.class);
        assertThat(services.listed(elsewhere)).isEmpty();
    }

    @Test
    void promise14_a_tag_that_the_destination_pushed_stays_with_its_image() {
        begin();
        services.deliver(services.push(source, IMAGE, "latest"));
        services.push(elsewhere, IMAGE, "promoted");
        services.push(elsewhere, OTHER, "latest");

        services.deliver(delete(IMAGE, ImageId.of(IMAGE.digest())));

        assertThat(services.tagged(elsewhere, "latest")).contains(OTHER.digest());
        assertThat(services.tagged(elsewhere, "promoted")).contains(IMAGE.digest());
    }

    @Test
    void promise14_what_an_index_lists_waits_for_the_deletion_of_the_index() {
        TestImage index = Images.index(IMAGE).build();
        begin();
        services.deliver(services.push(source, index, "latest"));
        Deletion ofIndex = delete(index, ImageId.of(index.digest()));
        Deletion ofImage = delete(IMAGE, ImageId.of(IMAGE.digest()));

        assertThatThrownBy(() -> services.deliver(ofImage)).hasMessageContaining("whose deletion has not come there yet");
        services.deliver(ofIndex);
        services.deliver(ofImage);

        assertThat(services.listed(elsewhere)).isEmpty();
    }

    @Test
    void promise14_what_an_index_of_the_destination_lists_stays_and_the_replication_says_why() {
        begin();
        services.deliver(services.push(source, IMAGE, "latest"));
        services.push(elsewhere, Images.index(IMAGE).build(), "own");

        Deletion deletion = delete(IMAGE, ImageId.of(IMAGE.digest()));
        services.deliver(deletion);

        assertThat(services.state(deletion, elsewhere)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.IMAGE_REFERENCED_BY_MANIFEST_LIST);
            assertThat(failed.reason()).contains(IMAGE.digest().toString(), "has to be deleted before it");
        });
        assertThat(services.tagged(elsewhere, "latest")).contains(IMAGE.digest());
    }

    @Test
    void promise14_where_there_is_nothing_left_to_delete_it_is_COMPLETE() {
        begin();
        services.push(source, IMAGE, "latest");

        Deletion deletion = delete(IMAGE, LATEST);
        services.deliver(deletion);

        assertThat(services.state(deletion, elsewhere)).isInstanceOf(Complete.class);
        assertThat(services.repositoriesTable.repository(elsewhere, APP)).isEmpty();
    }

    @Test
    void promise14_another_account_has_to_allow_it_as_it_allows_copies() {
        Registry theirs = registry("eu-west-1");
        services.repository(source);
        services.configureWithDeletions(source, theirs);
        services.permit(theirs, source, "ecr:ReplicateImage", "ecr:CreateRepository");
        services.deliver(services.push(source, IMAGE, "latest"));
        services.forbid(theirs);

        Deletion refused = delete(IMAGE, LATEST);
        services.deliver(refused);

        assertThat(services.state(refused, theirs)).isInstanceOfSatisfying(
                Failed.class, failed -> assertThat(failed.code()).isEqualTo(FailureCode.ACCESS_DENIED));
        assertThat(services.tagged(theirs, "latest")).contains(IMAGE.digest());
    }

    @Test
    void promise14_it_goes_no_further_and_a_repository_takes_nothing_with_it() {
        Registry third = sameAccount(source, "eu-central-1");
        begin();
        services.configureWithDeletions(elsewhere, third);
        services.deliver(services.push(source, IMAGE, "latest"));
        services.deliver(delete(IMAGE, LATEST));
        assertThat(services.deletions(elsewhere, IMAGE.digest())).isEmpty();

        services.push(source, OTHER, "latest");
        services.deleteRepository(source);
        assertThat(services.deletions(source, OTHER.digest())).isEmpty();
    }

    @Test
    void a_deletion_is_recorded_in_its_own_transaction() {
        begin();
        services.push(source, IMAGE, "latest");

        List<SdkCalls.Call> calls = SdkCalls.during(() -> services.deletion.delete(source, APP, LATEST));

        assertThat(SdkCalls.count(calls, "DynamoDb"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("BatchGetItem", 3L, "TransactWriteItems", 1L));
        assertThat(services.deletions(source, IMAGE.digest())).singleElement().satisfies(deletion -> {
            assertThat(deletion.tags()).isEqualTo(Map.of(new Tag("latest"), 2L));
            assertThat(deletion.deletions()).hasValue(1);
            assertThat(deletion.plan().destinations()).containsExactly(elsewhere);
        });
    }

    @Test
    void the_status_of_an_image_tells_of_its_push_and_not_of_a_deletion() {
        begin();
        Push push = services.push(source, IMAGE, "latest");
        services.push(source, IMAGE, "kept");
        services.deliver(delete(IMAGE, LATEST));

        assertThat(services.history.of(source.region(), ImageKey.of(push)))
                .hasSize(2)
                .allSatisfy(pushed -> assertThat(pushed.opened()).isEmpty());
    }

    @Test
    void what_has_not_ended_is_listed_as_a_deletion() {
        begin();
        services.push(source, IMAGE, "latest");
        Digest digest = IMAGE.digest();
        services.fanOut.fanOut(delete(IMAGE, LATEST));

        assertThat(services.listing.open(source.region())
                        .filter(entry -> entry.source().equals(source) && entry.destination().isPresent()))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.action()).isEqualTo(ImageAction.Type.DELETE);
                    assertThat(entry.image().digest()).isEqualTo(digest);
                });
    }
}
