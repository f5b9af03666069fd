package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Plan;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.service.image.ImageNotification;
import dev.ferry.service.image.PushNotifications;
import dev.ferry.service.replication.FanOut;
import dev.ferry.service.replication.Replicator;
import dev.ferry.store.Tables;
import dev.ferry.store.replications.PushRecords;
import dev.ferry.store.replications.ReplicationHistory;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.SdkCalls.Call;
import dev.ferry.testing.TestImage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ReplicationDestination;
import software.amazon.awssdk.services.ecr.model.ReplicationStatus;

/** One image is pushed under several tags, and each push comes to an end of its own. */
class ReplicationStatusTest extends ApiTest {
    private final TestImage image = Images.image().build();
    private final String partner = ApiServer.newAccount();
    private final EcrClient partnerEcr = api.ecr(partner, REGION);

    @BeforeEach
    void replicateToThePartner() {
        create("app");
        replicateTo(partner);
    }

    private void replicateTo(String... registries) {
        List<ReplicationDestination> destinations = List.of(registries).stream()
                .map(registry -> ReplicationDestination.builder().region(REGION).registryId(registry).build())
                .toList();
        ecr.putReplicationConfiguration(put -> put.replicationConfiguration(
                configuration -> configuration.rules(rule -> rule.destinations(destinations))));
    }

    private void allow() {
        partnerEcr.putRegistryPolicy(put -> put.policyText("""
                {"Version":"2012-10-17","Statement":[{"Sid":"r","Effect":"Allow","Principal":{"AWS":"%s"},
                 "Action":["ecr:CreateRepository","ecr:ReplicateImage"],"Resource":"*"}]}""".formatted(account)));
    }

    /** Pushes, and carries the push to its destinations as the functions would. */
    private void pushAndReplicate(String tag) {
        push("app", image, tag);
        replicate(lastPush());
    }

    private void replicate(Push push) {
        api.beans().get(FanOut.class).fanOut(push);
        push.plan().destinations().forEach(to -> api.beans().get(Replicator.class).replicate(
                new RegionName(REGION), new ReplicationMessage(ImageKey.of(push), push.id(), to)));
    }

    private Push lastPush() {
        return api.beans().get(ReplicationHistory.class)
                .latestFirst(new RegionName(REGION), key(), 100)
                .findFirst().orElseThrow().push();
    }

    private ImageKey key() {
        return ImageKey.of(new AccountId(account), new RepositoryName("app"), image.digest());
    }

    private List<ReplicationStatus> statuses(ImageIdentifier id) {
        return ecr.describeImageReplicationStatus(describe -> describe.repositoryName("app").imageId(id))
                .replicationStatuses().stream().map(status -> status.status()).toList();
    }

    private List<ReplicationStatus> byTag(String tag) {
        return statuses(ImageIdentifier.builder().imageTag(tag).build());
    }

    private List<ReplicationStatus> byDigest() {
        return statuses(ImageIdentifier.builder().imageDigest(image.digest().toString()).build());
    }

    @Test
    void a_tag_whose_own_push_failed_has_failed_though_the_image_arrived_under_another() {
        pushAndReplicate("denied");
        allow();
        pushAndReplicate("allowed");

        assertThat(byTag("denied")).containsExactly(ReplicationStatus.FAILED);
        assertThat(byTag("allowed")).containsExactly(ReplicationStatus.COMPLETE);
        assertThat(byDigest()).containsExactly(ReplicationStatus.COMPLETE);
        assertThat(partnerEcr.listImages(list -> list.repositoryName("app")).imageIds())
                .extracting(ImageIdentifier::imageTag).containsExactly("allowed");
    }

    @Test
    void a_tag_that_came_back_to_an_image_tells_its_last_push() {
        pushAndReplicate("latest");
        assertThat(byTag("latest")).containsExactly(ReplicationStatus.FAILED);

        push("app", Images.image().seed(2).build(), "latest");
        allow();
        pushAndReplicate("latest");

        assertThat(byTag("latest")).containsExactly(ReplicationStatus.COMPLETE);
    }

    @Test
    void a_push_that_went_nowhere_says_nothing_of_those_before() {
        allow();
        pushAndReplicate("v1");
        ecr.putReplicationConfiguration(put -> put.replicationConfiguration(
                configuration -> configuration.rules(List.of())));
        put("app", image, "v2");

        assertThat(byTag("v1")).containsExactly(ReplicationStatus.COMPLETE);
        assertThat(byTag("v2")).isEmpty();
        assertThat(byDigest()).isEmpty();
    }

    @Test
    void a_push_that_was_notified_is_the_last_of_its_tag_and_of_its_image() {
        pushAndReplicate("denied");
        Push denied = lastPush();
        allow();
        pushAndReplicate("allowed");

        PushId notified = api.beans().get(PushNotifications.class).record(new ImageNotification(
                "notified", denied.registry(), denied.repository(), image.digest(), denied.tag(), Instant.now().plusSeconds(1)));

        assertThat(byTag("denied")).containsExactly(ReplicationStatus.IN_PROGRESS);
        assertThat(byDigest()).containsExactly(ReplicationStatus.IN_PROGRESS);
        assertThat(lastPush().id()).isEqualTo(notified);
        replicate(lastPush());
        assertThat(byTag("denied")).containsExactly(ReplicationStatus.COMPLETE);
    }

    @Test
    @org.junit.jupiter.api.Tag("full")
    void a_push_of_long_ago_costs_no_more_than_the_last_however_many_there_were_since() {
        allow();
        pushAndReplicate("old");
        Push old = lastPush();
        recordedSince(old, 3_000); // more than DynamoDB reads in one call

        List<Call> calls = SdkCalls.during(
                () -> assertThat(byTag("old")).containsExactly(ReplicationStatus.COMPLETE));

        assertThat(SdkCalls.count(calls, "DynamoDb")).containsEntry("Query", 1L);
    }

    @Test
    void what_an_earlier_version_pushed_is_sought() {
        allow();
        pushAndReplicate("old");
        pushAndReplicate("new");
        for (String item : List.of("tag#old", "tag#new", "image#" + image.digest())) {
            api.beans().get(Tables.class).in(new RegionName(REGION)).updateItem(update -> update.tableName("ferry-images")
                    .key(Map.of(
                            "repository", AttributeValue.fromS(account + "/app"), "item", AttributeValue.fromS(item)))
                    .updateExpression("REMOVE lastPush"));
        }

        assertThat(byTag("old")).containsExactly(ReplicationStatus.COMPLETE);
        assertThat(byDigest()).containsExactly(ReplicationStatus.COMPLETE);
    }

    /** Pushes of the same image under other tags, which replicate nowhere. */
    private void recordedSince(Push push, int count) {
        PushRecords records = api.beans().get(PushRecords.class);
        for (int number = 0; number < count; number += 100) {
            api.beans().get(Tables.class).commit(push.registry().region(), IntStream.range(number, number + 100)
                    .mapToObj(each -> records.record(
                            new Push(PushId.at(push.pushedAt().plusMillis(1 + each), UUID.randomUUID()), push.registry(),
                                    push.repository(), push.digest(), Optional.of(new Tag("t".repeat(200) + each)),
                                    OptionalLong.of(1), push.pushedAt(), Plan.NOWHERE, 0),
                            IllegalStateException::new))
                    .toList());
        }
    }
}
