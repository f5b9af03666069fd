package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.Digest;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;

/** A push makes the repository that it finds missing where a creation template is for that, and only there. */
class CreateOnPushTest extends RegistryTest {
    private static final String NEW = "made/on/push";

    private final TestImage image = Images.image().layers(2).build();

    private void template(String prefix, RCTAppliedFor appliedFor) {
        ecr.createRepositoryCreationTemplate(create -> create.prefix(prefix).appliedFor(appliedFor)
                .imageTagMutability(ImageTagMutability.IMMUTABLE));
    }

    private List<Repository> made() {
        return ecr.describeRepositories(describe -> {}).repositories().stream()
                .filter(repository -> !repository.repositoryName().equals(APP))
                .toList();
    }

    private void assertMade() {
        assertThat(made()).singleElement().satisfies(repository -> {
            assertThat(repository.repositoryName()).isEqualTo(NEW);
            assertThat(repository.imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
        });
    }

    @Test
    void a_container_tool_s_push_makes_the_repository() {
        template("made", RCTAppliedFor.CREATE_ON_PUSH);

        registry.push(NEW, image, "latest");

        assertMade();
        assertStatus(registry.get("/v2/" + NEW + "/manifests/latest"), 200);
    }

    @Test
    void ecrs_api_makes_the_repository() {
        template("ROOT", RCTAppliedFor.CREATE_ON_PUSH);

        assertThat(ecr.initiateLayerUpload(begin -> begin.repositoryName(NEW)).uploadId()).isNotEmpty();

        assertMade();
    }

    @Test
    void an_index_that_lists_nothing_makes_the_repository_by_either_api() {
        template("made", RCTAppliedFor.CREATE_ON_PUSH);
        TestImage index = Images.index().build();

        ecr.putImage(put -> put.repositoryName(NEW).imageManifest(index.manifestText())
                .imageManifestMediaType(index.mediaType()).imageTag("latest"));
        assertMade();

        ecr.deleteRepository(delete -> delete.repositoryName(NEW).force(true));
        assertStatus(registry.putManifest(NEW, index, "latest"), 201);
        assertMade();
    }

    @Test
    void a_mount_makes_the_repository() {
        template("made", RCTAppliedFor.CREATE_ON_PUSH);
        registry.push(APP, image, "latest");
        Digest layer = image.layers().get(0).digest();

        assertStatus(registry.send("POST", "/v2/" + NEW + "/blobs/uploads/?mount=" + layer + "&from=" + APP), 201);

        assertMade();
        assertStatus(registry.send("HEAD", "/v2/" + NEW + "/blobs/" + layer), 200);
    }

    @Test
    void pushes_of_many_layers_at_once_make_one_repository() {
        template("made", RCTAppliedFor.CREATE_ON_PUSH);

        List<CompletableFuture<HttpResponse<byte[]>>> uploads = IntStream.range(0, 6)
                .mapToObj(number -> CompletableFuture.supplyAsync(
                        () -> registry.send("POST", "/v2/" + NEW + "/blobs/uploads/")))
                .toList();

        uploads.forEach(upload -> assertStatus(upload.join(), 202));
        assertMade();
    }

    @Test
    void without_a_template_for_it_there_is_no_such_repository() {
        template("made", RCTAppliedFor.REPLICATION);
        template("mad", RCTAppliedFor.CREATE_ON_PUSH);

        assertError(registry.send("POST", "/v2/" + NEW + "/blobs/uploads/"), 404, "NAME_UNKNOWN");
        assertError(registry.putManifest(NEW, image, "latest"), 404, "NAME_UNKNOWN");
        assertThatThrownBy(() -> ecr.initiateLayerUpload(begin -> begin.repositoryName(NEW)))
                .isInstanceOf(RepositoryNotFoundException.class);
        assertThat(made()).isEmpty();
    }

    @Test
    void a_read_makes_nothing() {
        template("made", RCTAppliedFor.CREATE_ON_PUSH);

        assertError(registry.get("/v2/" + NEW + "/manifests/latest"), 404, "NAME_UNKNOWN");
        assertStatus(registry.send("HEAD", "/v2/" + NEW + "/blobs/" + image.config().digest()), 404);
        assertError(registry.get("/v2/" + NEW + "/tags/list"), 404, "NAME_UNKNOWN");
        assertThat(made()).isEmpty();
    }

    @Test
    void a_template_that_lacks_the_role_for_its_tags_makes_nothing_and_says_why() {
        ecr.createRepositoryCreationTemplate(create -> create.prefix("made").appliedFor(RCTAppliedFor.CREATE_ON_PUSH)
                .resourceTags(Tag.builder().key("stage").value("prod").build()));

        HttpResponse<byte[]> refused = registry.send("POST", "/v2/" + NEW + "/blobs/uploads/");

        assertError(refused, 404, "NAME_UNKNOWN");
        assertThat(json(refused).at("/errors/0/message").asText()).endsWith("which needs a customRoleArn");
        assertThat(made()).isEmpty();
    }

    @Test
    void who_may_push_but_not_create_repositories_makes_none() {
        template("made", RCTAppliedFor.CREATE_ON_PUSH);
        String other = ApiServer.newAccount();
        allow(other, "[\"ecr:InitiateLayerUpload\"]");
        EcrClient stranger = server.api().ecr(other, REGION);

        assertThatThrownBy(() -> stranger.initiateLayerUpload(begin -> begin.registryId(account).repositoryName(NEW)))
                .isInstanceOf(EcrException.class)
                .hasMessageContaining("is not authorized to perform: ecr:CreateRepository on resource");
        assertThat(made()).isEmpty();

        allow(other, "[\"ecr:InitiateLayerUpload\",\"ecr:CreateRepository\"]");
        stranger.initiateLayerUpload(begin -> begin.registryId(account).repositoryName(NEW));
        assertMade();
    }

    @Test
    void the_new_repositorys_policy_is_asked_about_the_push_that_made_it() {
        ecr.createRepositoryCreationTemplate(create -> create.prefix("made").appliedFor(RCTAppliedFor.CREATE_ON_PUSH)
                .repositoryPolicy("""
                        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",
                         "Action":"ecr:InitiateLayerUpload"}]}"""));

        assertError(registry.send("POST", "/v2/" + NEW + "/blobs/uploads/"), 403, "DENIED");
        assertThat(made()).hasSize(1);
        assertThat(ecr.getRepositoryPolicy(get -> get.repositoryName(NEW)).policyText()).contains("Deny");
    }

    private void allow(String other, String actions) {
        ecr.putRegistryPolicy(put -> put.policyText("""
                {"Version":"2012-10-17","Statement":[{"Sid":"push","Effect":"Allow",
                 "Principal":{"AWS":"arn:aws:iam::%s:root"},"Action":%s,"Resource":"*"}]}""".formatted(other, actions)));
    }
}
