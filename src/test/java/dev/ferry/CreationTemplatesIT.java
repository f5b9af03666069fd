package dev.ferry;

import static dev.ferry.testing.TestRegistry.digest;
import static dev.ferry.testing.TestRegistry.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.Images;
import dev.ferry.testing.LocalCloud;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.TestRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;
import software.amazon.awssdk.services.ecr.model.ReplicationStatus;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.Tag;

/**
 * The page "Templates to control repositories created during a pull through cache, create on push, or replication action"
 * of the ECR user guide, as clients see it on the packaged functions.
 */
@ExtendWith(LocalCloud.class)
class CreationTemplatesIT {
    private static final String REPOSITORY = "prod/team/web";
    private static final Tag STAGE = Tag.builder().key("stage").value("prod").build();
    private static final String POLICY = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage"}]}""";

    private final String account;
    private final TestRegistry source;
    private final TestRegistry destination;
    private final TestImage image = Images.image().layers(2).layerSize(1_000).seed(31).build();
    private final TestImage another = Images.image().layers(1).layerSize(1_000).seed(32).build();

    CreationTemplatesIT(LocalCloud.Running cloud) {
        account = cloud.newAccount();
        destination = cloud.registry(account, "eu-west-1");
        source = cloud.registry(account, "us-west-2").with(REPOSITORY).replicatingTo(destination);
    }

    private Repository made() {
        return destination.ecr().describeRepositories(describe -> describe.repositoryNames(REPOSITORY)).repositories().get(0);
    }

    @Test
    void aReplicatedRepositoryHasTheSettingsOfTheTemplateWithTheLongestPrefix() {
        destination.ecr().createRepositoryCreationTemplate(create ->
                create.prefix("prod").appliedFor(RCTAppliedFor.REPLICATION));
        destination.ecr().createRepositoryCreationTemplate(create -> create.prefix("prod/team")
                .appliedFor(RCTAppliedFor.REPLICATION).imageTagMutability(ImageTagMutability.IMMUTABLE)
                .resourceTags(STAGE).customRoleArn("arn:aws:iam::" + account + ":role/tagger").repositoryPolicy(POLICY));

        source.push(REPOSITORY, image, "1.0");
        source.awaitComplete(REPOSITORY, tag("1.0"));
        source.push(REPOSITORY, another, "1.0");
        source.awaitComplete(REPOSITORY, tag("1.0"));

        assertThat(made().imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
        assertThat(destination.ecr().listTagsForResource(list -> list.resourceArn(made().repositoryArn())).tags())
                .containsExactly(STAGE);
        assertThat(destination.ecr().getRepositoryPolicy(get -> get.repositoryName(REPOSITORY)).policyText()).isEqualTo(POLICY);
        assertThat(destination.find(REPOSITORY, tag("1.0")).orElseThrow().imageId().imageDigest())
                .isEqualTo(image.digest().toString());
        destination.pull(REPOSITORY, digest(another.digest()));
    }

    @Test
    void aTemplateHasNoEffectOnARepositoryThatExists() {
        destination.with(REPOSITORY).ecr().createRepositoryCreationTemplate(create -> create.prefix("ROOT")
                .appliedFor(RCTAppliedFor.REPLICATION).imageTagMutability(ImageTagMutability.IMMUTABLE));

        source.push(REPOSITORY, image, "1.0");
        source.awaitComplete(REPOSITORY, tag("1.0"));

        assertThat(made().imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE);
    }

    @Test
    void withoutTheRoleThatTagsNeedTheCreationOfTheRepositoryFails() {
        destination.ecr().createRepositoryCreationTemplate(create -> create.prefix("ROOT")
                .appliedFor(RCTAppliedFor.REPLICATION).resourceTags(STAGE));

        source.push(REPOSITORY, image, "1.0");

        assertThat(source.awaitEnds(REPOSITORY, tag("1.0"))).singleElement().satisfies(end -> {
            assertThat(end.status()).isEqualTo(ReplicationStatus.FAILED);
            assertThat(end.failureCode()).isEqualTo("MissingCustomRole");
        });
        assertThat(destination.hasRepository(REPOSITORY)).isFalse();
    }

    @Test
    void aPushToARepositoryThatDoesNotExistYetMakesItAndReplicates() {
        source.ecr().createRepositoryCreationTemplate(create -> create.prefix("new")
                .appliedFor(RCTAppliedFor.CREATE_ON_PUSH).imageTagMutability(ImageTagMutability.IMMUTABLE));

        source.oci().push("new/web", image, "1.0");

        source.awaitComplete("new/web", tag("1.0"));
        destination.pull("new/web", tag("1.0"));
        assertThat(source.ecr().describeRepositories(describe -> describe.repositoryNames("new/web")).repositories())
                .singleElement()
                .satisfies(made -> assertThat(made.imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE));
    }
}
