package dev.ferry.service;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.TagMutability;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Push;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.replication.ReplicationState.Planned;
import dev.ferry.store.PoliciesTable;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The promises that the design makes of pushes and replications, each on the real tables, queues and bucket. */
@ExtendWith(LocalAws.class)
class ServicePromisesTest {
    private static final TestImage IMAGE = Images.image().layers(3).build();
    private static final TestImage OTHER = Images.image().seed(2).build();

    private final Services services = new Services();
    private final Pulls pulls = new Pulls(services);
    /** In a Region that no other test sweeps. */
    private final Registry source = registry("us-east-2");
    private final Registry elsewhere = sameAccount(source, "eu-west-1");

    @AfterEach
    void forgetWhatWasToInterfere() {
        SdkCalls.clear();
    }

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

    // -------------------------------------------------------------------------------------------- permissions

    @Test
    void promise7_a_replication_that_was_granted_survives_the_policy() {
        Registry partner = registry("eu-west-1");
        services.repository(source);
        services.configure(source, partner);
        services.permit(partner, source, "ecr:ReplicateImage", "ecr:CreateRepository");
        Push granted = services.push(source, IMAGE, "latest");
        services.fanOut.fanOut(granted);
        failWhileCopying();
        assertThatThrownBy(() -> services.replicate(granted, partner)).hasMessage("the network is down");
        assertThat(services.state(granted, partner)).isInstanceOf(Granted.class);
        assertThat(services.listed(partner)).isEmpty();

        services.forbid(partner);
        services.replicate(granted, partner);
        Push later = services.push(source, OTHER, "later");
        services.deliver(later);

        assertThat(services.state(granted, partner)).isInstanceOf(Complete.class);
        assertThat(services.listedDigests(partner)).containsExactly(IMAGE.digest());
        assertFailed(later, partner, FailureCode.ACCESS_DENIED, "ecr:ReplicateImage");
    }

    @Test
    void promise7_a_second_delivery_that_is_refused_does_not_end_what_the_first_was_granted() {
        Registry partner = registry("eu-west-1");
        services.repository(source);
        services.configure(source, partner);
        services.permit(partner, source, "ecr:ReplicateImage", "ecr:CreateRepository");
        Push push = services.push(source, IMAGE, "latest");
        services.fanOut.fanOut(push);
        // The first delivery is granted, and cut off, between the second one's read and its judgement.
        SdkCalls.beforeNext("UpdateItem", () -> {
            services.permit(partner, source, "ecr:ReplicateImage", "ecr:CreateRepository");
            failWhileCopying();
            assertThatThrownBy(() -> services.replicate(push, partner)).hasMessage("the network is down");
            services.forbid(partner);
        });
        services.forbid(partner);

        services.replicate(push, partner);
        assertThat(services.state(push, partner)).isInstanceOf(Granted.class);
        services.replicate(push, partner);

        assertThat(services.state(push, partner)).isInstanceOf(Complete.class);
    }

    @Test
    void promise7_the_first_grant_is_the_one_that_holds() {
        services.repository(source);
        services.configure(source, elsewhere);
        Push push = services.push(source, IMAGE, "latest");
        services.fanOut.fanOut(push);
        Planned planned = new Planned();
        Granted first = new Granted(push.pushedAt(), true);

        assertThat(advance(push, planned, first)).isEqualTo(first);
        assertThat(advance(push, planned, new Granted(push.pushedAt().plusSeconds(1), false))).isEqualTo(first);
        assertThat(services.state(push, elsewhere)).isEqualTo(first);
    }

    private ReplicationState advance(Push push, ReplicationState from, ReplicationState to) {
        return services.replications.advance(
                push, new Replication(push.id(), elsewhere, from), to);
    }

    // ------------------------------------------------------------------------------------------- completeness

    @Test
    void promise8_nothing_is_listed_while_a_layer_is_missing() {
        services.repository(source);
        services.configure(source, elsewhere);
        Push push = services.push(source, IMAGE, "latest");
        services.fanOut.fanOut(push);
        SdkCalls.beforeNext("CopyObject", () -> SdkCalls.beforeNext("CopyObject", ServicePromisesTest::fail));

        assertThatThrownBy(() -> services.replicate(push, elsewhere)).hasMessage("the network is down");
        assertThat(services.listed(elsewhere)).isEmpty();
        assertThat(services.tagged(elsewhere, "latest")).isEmpty();

        List<SdkCalls.Call> again = SdkCalls.during(() -> services.replicate(push, elsewhere));
        assertThat(SdkCalls.count(again, "S3")).as("the layer that arrived is not copied again")
                .containsEntry("CopyObject", IMAGE.blobs().size() - 1L);
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
                request -> request.toString().contains("image#" + index.digest()), ServicePromisesTest::fail);

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

    // ---------------------------------------------------------------------------------------------- the ends

    @Test
    void promise12_a_layer_that_is_gone_at_the_source_ends_it() {
        Push push = pushTo(elsewhere);
        Digest gone = IMAGE.layers().get(0).digest();
        services.clients.s3(source.region()).deleteObject(delete ->
                delete.bucket("ferry-layers-111122223333-us-east-2").key(source.account() + "/sha256/" + gone.hex()));

        services.deliver(push);

        assertFailed(push, elsewhere, FailureCode.LAYERS_NOT_FOUND, gone.toString());
        assertThat(services.listed(elsewhere)).isEmpty();
    }

    @Test
    void promise12_a_manifest_that_is_not_what_its_digest_says_ends_it() {
        Push push = pushTo(elsewhere);
        damageManifest(IMAGE.digest(), Images.image().seed(77).build().manifest());

        services.deliver(push);

        assertFailed(push, elsewhere, FailureCode.IMAGE_DIGEST_DOES_NOT_MATCH, "does not match the digest");
        assertThat(services.listed(elsewhere)).isEmpty();
    }

    @Test
    void promise12_a_manifest_that_is_none_any_more_ends_it() {
        Push push = pushTo(elsewhere);
        damageManifest(IMAGE.digest(), "not a manifest".getBytes(StandardCharsets.UTF_8));

        services.deliver(push);

        assertFailed(push, elsewhere, FailureCode.IMAGE_DIGEST_DOES_NOT_MATCH, "cannot be read");
    }

    @Test
    void promise12_a_child_whose_manifest_is_damaged_ends_it() {
        TestImage index = Images.index(IMAGE).build();
        services.repository(source);
        services.provide(source, index);
        services.configure(source, elsewhere);
        Push push = services.push(source, index, "latest");
        damageManifest(IMAGE.digest(), Images.image().seed(77).build().manifest());

        services.deliver(push);

        assertFailed(push, elsewhere, FailureCode.IMAGE_DIGEST_DOES_NOT_MATCH, IMAGE.digest().toString());
        assertThat(services.listed(elsewhere)).isEmpty();
    }

    private void damageManifest(Digest image, byte[] bytes) {
        services.clients.dynamoDb(source.region())
                .updateItem(update -> update.tableName("ferry-images")
                        .key(Map.of(
                                "repository", AttributeValue.fromS(Services.key(source).toString()),
                                "item", AttributeValue.fromS("image#" + image)))
                        .updateExpression("SET manifest = :bytes")
                        .conditionExpression("attribute_exists(manifest)")
                        .expressionAttributeValues(
                                Map.of(":bytes", AttributeValue.fromB(SdkBytes.fromByteArray(bytes)))));
    }

    @Test
    void promise12_indexes_that_list_indexes_without_end_end_it() {
        TestImage nested = IMAGE;
        for (int depth = 0; depth < 10; depth++) {
            nested = Images.index(nested).build();
        }
        services.repository(source);
        services.provide(source, nested);
        services.configure(source, elsewhere);
        Push push = services.push(source, nested, "latest");

        services.deliver(push);

        assertFailed(push, elsewhere, FailureCode.LIMIT_EXCEEDED, "more than 8 deep");
    }

    @Test
    void promise12_an_image_that_was_deleted_at_the_source_ends_it() {
        Push push = pushTo(elsewhere);
        services.deletion.delete(source, APP, ImageId.of(IMAGE.digest()));

        services.deliver(push);

        assertFailed(push, elsewhere, FailureCode.IMAGE_NOT_FOUND, IMAGE.digest().toString());
    }

    @Test
    void promise12_another_account_without_a_policy_ends_it() {
        Registry partner = registry("eu-west-1");
        Push push = pushTo(partner);

        services.deliver(push);

        assertFailed(push, partner, FailureCode.ACCESS_DENIED, partner.account() + " in eu-west-1 does not allow");
        assertThat(services.repositoriesTable.repository(partner, APP)).isEmpty();
    }

    @Test
    void promise12_a_repository_that_may_not_be_made_ends_it() {
        Registry partner = registry("eu-west-1");
        services.permit(partner, source, "ecr:ReplicateImage");
        Push push = pushTo(partner);

        services.deliver(push);

        assertFailed(push, partner, FailureCode.REPOSITORY_NOT_FOUND, "ecr:CreateRepository");
        assertThat(services.repositoriesTable.repository(partner, APP)).isEmpty();
    }

    @Test
    void promise12_a_repository_that_is_there_needs_no_leave_to_be_made() {
        Registry partner = registry("eu-west-1");
        services.repository(partner);
        services.permit(partner, source, "ecr:ReplicateImage");
        Push push = pushTo(partner);

        services.deliver(push);

        assertThat(services.state(push, partner)).isInstanceOf(Complete.class);
    }

    @Test
    void promise12_a_region_that_was_disabled_since_ends_it() {
        Registry optIn = sameAccount(source, "me-south-1");
        services.optIns.enable(source.account(), optIn.region());
        Push push = pushTo(optIn);
        services.optIns.disable(source.account(), optIn.region());

        services.deliver(push);

        assertFailed(push, optIn, FailureCode.REGION_NOT_ENABLED, "me-south-1");
    }

    @Test
    void promise12_a_region_that_the_destination_account_has_not_enabled_ends_it() {
        Registry partner = registry("me-south-1");
        services.optIns.enable(source.account(), partner.region());
        services.permit(partner, source, "ecr:ReplicateImage", "ecr:CreateRepository");
        Push push = pushTo(partner);

        services.deliver(push);

        assertFailed(push, partner, FailureCode.REGION_NOT_ENABLED, partner.account().value());
    }

    @Test
    void promise12_an_account_without_its_service_linked_role_ends_it() {
        Push push = pushTo(elsewhere);
        services.configure(source);
        services.roles.delete(services.regions.partitionOf(source.region()).orElseThrow(), source.account());

        services.deliver(push);

        assertFailed(push, elsewhere, FailureCode.SERVICE_LINKED_ROLE_NOT_FOUND, "AWSServiceRoleForECRReplication");
    }

    @Test
    void promise12_giving_up_ends_it_with_the_reason_of_the_last_try() {
        Push push = pushTo(elsewhere);
        services.fanOut.fanOut(push);
        services.replications.noteFailedTry(
                source.region(), ImageKey.of(push), push.id(), elsewhere, "SdkClientException: the network is down");

        services.giveUp.giveUp(source.region(), Services.message(push, elsewhere));

        assertFailed(push, elsewhere, FailureCode.INTERNAL_FAILURE, "the network is down");
        assertThat(services.statuses.of(source, ImageKey.of(push), Optional.empty())).singleElement()
                .satisfies(status -> assertThat(status.state()).isInstanceOf(Failed.class));
    }

    @Test
    void promise12_an_end_stays_the_end() {
        Push push = pushTo(elsewhere);
        services.deliver(push);
        ReplicationState end = services.state(push, elsewhere);

        services.giveUp.giveUp(source.region(), Services.message(push, elsewhere));
        services.replicate(push, elsewhere);

        assertThat(services.state(push, elsewhere)).isEqualTo(end).isInstanceOf(Complete.class);
    }

    @Test
    void promise12_what_is_open_for_too_long_is_taken_up_again() {
        Push lostRecord = pushTo(elsewhere);
        int takenUp = services.sweepLater().sweep(source.region());

        assertThat(takenUp).isPositive();
        assertThat(services.state(lostRecord, elsewhere)).isInstanceOf(Planned.class);
        services.replicate(lostRecord, elsewhere);
        assertThat(services.state(lostRecord, elsewhere)).isInstanceOf(Complete.class);
    }

    // ------------------------------------------------------------------------------------------------- shared

    private ImageKey imageKey(TestImage image) {
        return new ImageKey(Services.key(source), image.digest());
    }

    private Push pushTo(Registry destination) {
        services.repository(source);
        services.configure(source, destination);
        return services.push(source, IMAGE, "latest");
    }

    private void assertFailed(Push push, Registry destination, FailureCode code, String reason) {
        assertThat(services.state(push, destination)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(code);
            assertThat(failed.reason()).contains(reason);
        });
    }

    private static void failWhileCopying() {
        SdkCalls.beforeNext("CopyObject", ServicePromisesTest::fail);
    }

    private static void fail() {
        throw SdkClientException.create("the network is down");
    }
}
