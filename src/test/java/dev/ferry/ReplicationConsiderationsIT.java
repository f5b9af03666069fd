package dev.ferry;

import static dev.ferry.testing.TestRegistry.digest;
import static dev.ferry.testing.TestRegistry.rule;
import static dev.ferry.testing.TestRegistry.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.testing.LocalCloud;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.TestRegistry;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.EncryptionType;
import software.amazon.awssdk.services.ecr.model.ImageReplicationStatus;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.ecr.model.ReplicationStatus;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryPolicyNotFoundException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** What ECR's user guide says of private image replication, sentence by sentence: what is to be considered. */
class ReplicationConsiderationsIT extends ReplicationSentences {
    ReplicationConsiderationsIT(LocalCloud.Running cloud) {
        super(cloud);
    }

    @Test
    void theFirstTimeReplicationIsConfiguredAServiceLinkedRoleIsCreated() {
        String role = "AWSServiceRoleForECRReplication";
        assertThatThrownBy(() -> west.iam().getRole(get -> get.roleName(role))).isInstanceOf(NoSuchEntityException.class);
        west.replicatingTo(east);
        assertThat(west.iam().getRole(get -> get.roleName(role)).role().arn()).isEqualTo("arn:aws:iam::" + west.account()
                + ":role/aws-service-role/replication.ecr.amazonaws.com/" + role);
    }

    @Test
    void theDestinationMustGrantPermissionToTheSourceByARegistryPermissionsPolicy() {
        TestRegistry silent = cloud.registry(cloud.newAccount(), "eu-west-1");
        west.replicatingTo(silent);
        west.push(REPOSITORY, image, "1.0");
        assertThat(west.awaitEnds(REPOSITORY, tag("1.0"))).singleElement().satisfies(end -> {
            assertThat(end.status()).isEqualTo(ReplicationStatus.FAILED);
            assertThat(end.failureCode()).isEqualTo("AccessDenied");
        });
        assertThat(silent.hasRepository(REPOSITORY)).isFalse();
    }

    @Test
    void aPermissionThatIsRemovedStopsLaterReplications_andThoseGrantedBeforeStayComplete() {
        TestRegistry other = cloud.registry(cloud.newAccount(), "eu-west-1").allowing(west);
        west.replicatingTo(other);
        west.push(REPOSITORY, image, "granted");
        west.awaitComplete(REPOSITORY, tag("granted"));
        other.ecr().deleteRegistryPolicy(delete -> {});
        TestImage later = another(2);
        west.push(REPOSITORY, later, "denied");
        assertThat(west.awaitEnds(REPOSITORY, tag("denied"))).extracting(ImageReplicationStatus::status)
                .containsExactly(ReplicationStatus.FAILED);
        west.awaitComplete(REPOSITORY, tag("granted"));
        other.pull(REPOSITORY, tag("granted"));
    }

    @Test
    void aRegionMustBeEnabledForAnAccountPriorToAnyReplicationToThatRegion() {
        TestRegistry bahrain = cloud.registry(west.account(), "me-south-1");
        assertThatThrownBy(() -> west.replicatingTo(bahrain))
                .isInstanceOf(InvalidParameterException.class).hasMessageContaining("me-south-1");
        east.accountManagement().enableRegion(enable -> enable.regionName("me-south-1"));
        west.replicatingTo(bahrain);
        west.push(REPOSITORY, image, "1.0");
        west.awaitComplete(REPOSITORY, tag("1.0"));
        bahrain.pull(REPOSITORY, tag("1.0"));
    }

    @Test
    void aRegionMustBeEnabledForAnAccountPriorToAnyActionWithinThatRegion() {
        TestRegistry bahrain = cloud.registry(west.account(), "me-south-1");
        assertThatThrownBy(() -> bahrain.with(REPOSITORY)).hasMessageContaining("is not enabled");
        east.accountManagement().enableRegion(enable -> enable.regionName("me-south-1"));
        bahrain.with(REPOSITORY);
        assertThat(bahrain.hasRepository(REPOSITORY)).isTrue();
    }

    @Test
    void crossRegionReplicationIsNotSupportedBetweenPartitions() {
        assertThatThrownBy(() -> west.replicatingTo(cloud.registry(west.account(), "cn-north-1")))
                .isInstanceOf(InvalidParameterException.class).hasMessageContaining("Invalid region 'cn-north-1'");
        assertThat(west.ecr().describeRegistry(describe -> {}).replicationConfiguration().rules()).isEmpty();
    }

    @Test
    void aConfigurationMayContainUpTo25UniqueDestinationsAcrossAllRules() {
        west.replicatingBy(
                rule(accounts(300_000_000_000L, 15)), rule(accounts(300_000_000_010L, 15)));
        assertThatThrownBy(() -> west.replicatingBy(
                        rule(accounts(300_000_000_000L, 15)), rule(accounts(300_000_000_010L, 16))))
                .isInstanceOf(InvalidParameterException.class).hasMessageContaining("25");
    }

    private List<TestRegistry> accounts(long first, int number) {
        return IntStream.range(0, number)
                .mapToObj(index -> cloud.registry(Long.toString(first + index), "us-east-1"))
                .toList();
    }

    @Test
    void aConfigurationMayContainAMaximumOf10RulesTotal() {
        west.replicatingBy(rules(10));
        assertThatThrownBy(() -> west.replicatingBy(rules(11)))
                .isInstanceOf(InvalidParameterException.class).hasMessageContaining("10");
    }

    private ReplicationRule[] rules(int number) {
        return Stream.generate(() -> rule(List.of(east)))
                .limit(number)
                .toArray(ReplicationRule[]::new);
    }

    @Test
    void eachRuleMayContainUpTo100Filters() {
        west.replicatingBy(rule(List.of(east), prefixes(100)));
        assertThatThrownBy(() -> west.replicatingBy(rule(List.of(east), prefixes(101))))
                .isInstanceOf(InvalidParameterException.class).hasMessageContaining("100");
    }

    private static String[] prefixes(int number) {
        return IntStream.range(0, number).mapToObj(index -> "team" + index).toArray(String[]::new);
    }

    @Test
    void separateRulesServeRepositoriesOfProductionAndTesting() {
        west.with("prod/app").with("test/app");
        west.replicatingBy(rule(List.of(east), "prod/"), rule(List.of(ireland), "test/"));
        TestImage tested = another(3);
        west.push("prod/app", image, "1.0");
        west.push("test/app", tested, "1.0");
        west.awaitComplete("prod/app", tag("1.0"));
        west.awaitComplete("test/app", tag("1.0"));
        assertThat(east.hasRepository("test/app")).isFalse();
        assertThat(ireland.hasRepository("prod/app")).isFalse();
        east.pull("prod/app", tag("1.0"));
        ireland.pull("test/app", tag("1.0"));
    }

    @Test
    void whichRepositoriesAreReplicatedIsFilteredByARepositoryPrefix() {
        west.with("other");
        west.replicatingBy(rule(List.of(east), "team/"));
        west.push("other", another(4), "1.0");
        west.push(REPOSITORY, image, "1.0");
        west.awaitComplete(REPOSITORY, tag("1.0"));
        assertThat(west.statuses("other", tag("1.0"))).isEmpty();
        assertThat(east.hasRepository("other")).isFalse();
    }

    @Test
    void aReplicationActionOnlyOccursOncePerImagePush_itDoesNotReplicateAgain() {
        west.replicatingTo(east);
        east.replicatingTo(ireland);
        west.push(REPOSITORY, image, "1.0");
        west.awaitComplete(REPOSITORY, tag("1.0"));
        east.pull(REPOSITORY, tag("1.0"));
        assertThat(east.statuses(REPOSITORY, tag("1.0"))).isEmpty();
        // What is pushed to the Region between does go on: the way is open, only the replica does not take it.
        TestImage pushed = another(5);
        east.push(REPOSITORY, pushed, "2.0");
        east.awaitComplete(REPOSITORY, tag("2.0"));
        assertThat(ireland.find(REPOSITORY, digest(image.digest()))).isEmpty();
    }

    @Test
    void thisAppliesToBothCrossRegionAndCrossAccountReplication() {
        TestRegistry second = cloud.registry(cloud.newAccount(), "us-west-2").allowing(west);
        TestRegistry third = cloud.registry(cloud.newAccount(), "us-west-2").allowing(second);
        west.replicatingTo(second);
        second.replicatingTo(third);
        west.push(REPOSITORY, image, "1.0");
        west.awaitComplete(REPOSITORY, tag("1.0"));
        assertThat(second.statuses(REPOSITORY, tag("1.0"))).isEmpty();
        second.push(REPOSITORY, another(6), "2.0");
        second.awaitComplete(REPOSITORY, tag("2.0"));
        assertThat(third.find(REPOSITORY, digest(image.digest()))).isEmpty();
    }

    @Test
    void registryReplicationDoesNotPerformAnyDeleteActions_andReplicasCanBeDeletedManually() {
        west.replicatingTo(east);
        west.push(REPOSITORY, image, "1.0");
        west.awaitComplete(REPOSITORY, tag("1.0"));
        west.ecr().batchDeleteImage(delete -> delete.repositoryName(REPOSITORY).imageIds(digest(image.digest())));
        TestImage later = another(7);
        west.push(REPOSITORY, later, "2.0");
        west.awaitComplete(REPOSITORY, tag("2.0"));
        west.ecr().deleteRepository(delete -> delete.repositoryName(REPOSITORY).force(true));
        east.pull(REPOSITORY, tag("1.0"));
        east.pull(REPOSITORY, tag("2.0"));
        east.ecr().deleteRepository(delete -> delete.repositoryName(REPOSITORY).force(true));
        assertThat(east.hasRepository(REPOSITORY)).isFalse();
    }

    @Test
    void repositoryPoliciesAreNotReplicated() {
        west.ecr().setRepositoryPolicy(set -> set.repositoryName(REPOSITORY).policyText("{\"Version\":\"2012-10-17\","
                + "\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ecr:BatchGetImage\"}]}"));
        west.replicatingTo(east);
        west.push(REPOSITORY, image, "1.0");
        west.awaitComplete(REPOSITORY, tag("1.0"));
        assertThatThrownBy(() -> east.ecr().getRepositoryPolicy(get -> get.repositoryName(REPOSITORY)))
                .isInstanceOf(RepositoryPolicyNotFoundException.class);
    }

    @Test
    void repositorySettingsAreNotReplicated_theyHaveTheirDefaultsAndCanBeChangedAfterwards() {
        west.ecr().createRepository(create -> create.repositoryName("team/strict")
                .imageTagMutability(ImageTagMutability.IMMUTABLE)
                .imageScanningConfiguration(scanning -> scanning.scanOnPush(true))
                .encryptionConfiguration(encryption -> encryption.encryptionType(EncryptionType.KMS))
                .tags(tag -> tag.key("team").value("blue")));
        west.replicatingTo(east);
        west.push("team/strict", image, "1.0");
        west.awaitComplete("team/strict", tag("1.0"));
        Repository replica = east.ecr().describeRepositories(describe -> describe.repositoryNames("team/strict"))
                .repositories().get(0);
        assertThat(replica.imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE);
        assertThat(replica.imageScanningConfiguration().scanOnPush()).isFalse();
        assertThat(replica.encryptionConfiguration().encryptionType()).isEqualTo(EncryptionType.AES256);
        assertThat(east.ecr().listTagsForResource(list -> list.resourceArn(replica.repositoryArn())).tags()).isEmpty();
        east.ecr().putImageScanningConfiguration(put -> put.repositoryName("team/strict")
                .imageScanningConfiguration(scanning -> scanning.scanOnPush(true)));
        east.ecr().putImageTagMutability(put -> put.repositoryName("team/strict")
                .imageTagMutability(ImageTagMutability.IMMUTABLE));
        Repository changed = east.ecr().describeRepositories(describe -> describe.repositoryNames("team/strict"))
                .repositories().get(0);
        assertThat(changed.imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
        assertThat(changed.imageScanningConfiguration().scanOnPush()).isTrue();
    }

    @Test
    void aSettingOnlyAppliesToImagesPushedAfterItHasChanged() {
        west.replicatingTo(east);
        west.push(REPOSITORY, image, "1.0");
        west.awaitComplete(REPOSITORY, tag("1.0"));
        TestImage moved = another(8);
        west.push(REPOSITORY, moved, "1.0");
        west.awaitComplete(REPOSITORY, tag("1.0"));
        assertThat(east.find(REPOSITORY, tag("1.0"))).get()
                .satisfies(found -> assertThat(found.imageId().imageDigest()).isEqualTo(moved.digest().toString()));
        east.ecr().putImageTagMutability(put -> put.repositoryName(REPOSITORY)
                .imageTagMutability(ImageTagMutability.IMMUTABLE));
        west.push(REPOSITORY, another(9), "1.0");
        west.awaitComplete(REPOSITORY, tag("1.0"));
        assertThat(east.find(REPOSITORY, tag("1.0"))).get()
                .satisfies(found -> assertThat(found.imageId().imageDigest()).isEqualTo(moved.digest().toString()));
    }

    @Test
    void withTagImmutabilityTheImageIsReplicatedButDoesNotContainTheDuplicatedTag_itIsUntagged() {
        TestImage kept = another(10);
        east.ecr().createRepository(create -> create.repositoryName(REPOSITORY)
                .imageTagMutability(ImageTagMutability.IMMUTABLE));
        east.push(REPOSITORY, kept, "1.0");
        west.replicatingTo(east);
        west.push(REPOSITORY, image, "1.0");
        west.awaitComplete(REPOSITORY, tag("1.0"));
        assertThat(east.find(REPOSITORY, tag("1.0"))).get()
                .satisfies(found -> assertThat(found.imageId().imageDigest()).isEqualTo(kept.digest().toString()));
        east.pull(REPOSITORY, digest(image.digest()));
        assertThat(east.ecr().describeImages(describe -> describe.repositoryName(REPOSITORY)
                .imageIds(digest(image.digest()))).imageDetails().get(0).imageTags()).isEmpty();
    }
}
