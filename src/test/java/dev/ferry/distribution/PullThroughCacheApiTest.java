package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.api.ApiResponse;
import dev.ferry.clients.UpstreamSettings;
import dev.ferry.local.LocalAws;
import dev.ferry.policy.ActionScope;
import dev.ferry.policy.Occasion;
import dev.ferry.policy.RequiredActions;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.Images;
import dev.ferry.testing.LocalUpstreams;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.UpstreamServer;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.UnableToGetUpstreamImageException;
import software.amazon.awssdk.services.ecr.model.UnableToGetUpstreamLayerException;

/** ECR's own API pulls through a cache as container tools do. */
@Tag("full")
@ExtendWith(LocalAws.class)
class PullThroughCacheApiTest {
    private static final String REGION = "us-west-2";

    private final UpstreamServer upstream = new UpstreamServer();
    private final ApiServer server = new ApiServer(FerryBeans.create()
            .with(UpstreamSettings.class, new LocalUpstreams("registry.k8s.io=" + upstream.endpoint())));
    private final String account = ApiServer.newAccount();
    private final EcrClient ecr = server.ecr(account, REGION);
    private final String there = "apps/" + UUID.randomUUID();
    private final String here = "k8s/" + there;
    private final TestImage image = Images.image().layers(2).build();

    @BeforeEach
    void makeRule() {
        ecr.createPullThroughCacheRule(create -> create.ecrRepositoryPrefix("k8s").upstreamRegistryUrl("registry.k8s.io"));
        upstream.put(there, image, "v1");
    }

    @AfterEach
    void stop() {
        server.close();
        upstream.close();
    }

    private BatchGetImageResponse images(EcrClient client, String... tags) {
        return client.batchGetImage(get -> get.repositoryName(here).imageIds(
                Arrays.stream(tags).map(tag -> ImageIdentifier.builder().imageTag(tag).build()).toList()));
    }

    private void refuse(String path, int status) {
        upstream.answer("/v2/" + there + "/" + path, new ApiResponse(status, Map.of(), new byte[0]));
    }

    @Test
    void the_first_request_for_an_image_brings_it_and_the_second_asks_nobody() {
        assertThat(images(ecr, "v1").images()).singleElement().extracting(Image::imageManifest)
                .isEqualTo(image.manifestText());
        assertThat(upstream.requests()).contains("GET /v2/" + there + "/manifests/v1");

        assertThat(images(ecr, "v1").images()).hasSize(1);
        image.blobs().forEach(blob -> assertThat(ecr.getDownloadUrlForLayer(
                get -> get.repositoryName(here).layerDigest(blob.digest().toString())).downloadUrl()).isNotEmpty());

        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void a_layer_that_is_asked_for_alone_is_brought() {
        String layer = image.layers().get(0).digest().toString();

        assertThat(ecr.getDownloadUrlForLayer(get -> get.repositoryName(here).layerDigest(layer)).layerDigest())
                .isEqualTo(layer);
    }

    @ParameterizedTest
    @CsvSource({"404, ImageNotFound", "403, UpstreamAccessDenied", "429, UpstreamTooManyRequests", "500, UpstreamUnavailable"})
    void what_the_upstream_refuses_is_a_failure_beside_what_it_gives(int status, String code) {
        refuse("manifests/v2", status);

        BatchGetImageResponse answer = images(ecr, "v1", "v2");

        assertThat(answer.images()).extracting(given -> given.imageId().imageTag()).containsExactly("v1");
        assertThat(answer.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.failureCodeAsString()).isEqualTo(code);
            assertThat(failure.imageId().imageTag()).isEqualTo("v2");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 403, 429, 500})
    void what_the_upstream_refuses_is_an_error_while_there_is_no_repository(int status) {
        refuse("manifests/v1", status);
        refuse("blobs/" + image.config().digest(), status);

        assertThatThrownBy(() -> images(ecr, "v1")).isInstanceOf(UnableToGetUpstreamImageException.class);
        assertThatThrownBy(() -> ecr.getDownloadUrlForLayer(get -> get.repositoryName(here)
                        .layerDigest(image.config().digest().toString())))
                .isInstanceOf(UnableToGetUpstreamLayerException.class);

        assertThat(ecr.describeRepositories(describe -> {}).repositories()).isEmpty();
    }

    @Test
    void a_layer_that_is_not_what_its_digest_says_fails_the_image() {
        upstream.corrupt(there, image.blobs().get(1).digest());

        assertThatThrownBy(() -> images(ecr, "v1")).isInstanceOf(UnableToGetUpstreamImageException.class);
        assertThat(images(ecr, "v1").failures()).extracting(ImageFailure::failureCodeAsString)
                .containsExactly("UpstreamUnavailable");
    }

    @Test
    void what_no_rule_is_for_is_asked_of_nobody() {
        assertThatThrownBy(() -> ecr.batchGetImage(get -> get.repositoryName("k8sx/" + there)
                        .imageIds(id -> id.imageTag("v1"))))
                .isInstanceOf(RepositoryNotFoundException.class);

        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BatchGetImage", "GetDownloadUrlForLayer"})
    void each_action_is_needed_and_no_other(String operation) {
        Set<String> needed = Set.copyOf(
                RequiredActions.of(operation, EnumSet.allOf(Occasion.class), ActionScope.REQUESTED));
        assertThat(needed).hasSize(3);

        for (String one : needed) {
            EcrClient lacking = narrowed(needed.stream().filter(action -> !action.equals(one)).toList());
            assertThatThrownBy(() -> call(operation, lacking)).isInstanceOfSatisfying(EcrException.class,
                    refused -> assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
        }
        assertThat(ecr.describeRepositories(describe -> {}).repositories()).isEmpty();
        call(operation, narrowed(needed));
        assertThat(ecr.describeRepositories(describe -> {}).repositories()).hasSize(1);
    }

    private void call(String operation, EcrClient client) {
        if (operation.equals("BatchGetImage")) {
            images(client, "v1");
        } else {
            client.getDownloadUrlForLayer(
                    get -> get.repositoryName(here).layerDigest(image.config().digest().toString()));
        }
    }

    /** Functions remember a key, so each has a key of its own. */
    private EcrClient narrowed(Collection<String> actions) {
        String principal = "arn:aws:iam::" + account + ":user/" + UUID.randomUUID();
        EcrClient client = server.ecrAs(principal, REGION);
        server.narrow(principal, REGION, "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                + "\"Resource\":\"*\",\"Action\":[\"" + String.join("\",\"", actions) + "\"]}]}");
        return client;
    }
}
