package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.RepositoryName;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Push;
import dev.ferry.service.replication.FanOut;
import dev.ferry.service.replication.Replicator;
import dev.ferry.store.replications.ReplicationHistory;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
        Push push = lastPush();
        api.beans().get(FanOut.class).fanOut(push);
        push.plan().destinations().forEach(to -> api.beans().get(Replicator.class).replicate(
                new RegionName(REGION), new ReplicationMessage(ImageKey.of(push), push.id(), to)));
    }

    private Push lastPush() {
        return api.beans().get(ReplicationHistory.class)
                .latestFirst(new RegionName(REGION),
                        ImageKey.of(new AccountId(account), new RepositoryName("app"), image.digest()))
                .findFirst().orElseThrow().push();
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
}
