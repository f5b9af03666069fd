package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ApiResponse;
import dev.ferry.clients.UpstreamSettings;
import dev.ferry.local.LocalAws;
import dev.ferry.policy.ActionScope;
import dev.ferry.policy.Occasion;
import dev.ferry.policy.RequiredActions;
import dev.ferry.registry.Registry;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.Images;
import dev.ferry.testing.LocalUpstreams;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.RegistryServer;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.UpstreamServer;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;
import software.amazon.awssdk.services.ecr.model.ReplicationDestination;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;

/** What is pulled through a cache is there from then on, and is what the upstream registry has. */
@ExtendWith(LocalAws.class)
@Tag("full")
class PullThroughCacheTest {
    private static final String REGION = "us-west-2";

    private final UpstreamServer upstream = new UpstreamServer();
    private final MovedClock clock = new MovedClock();
    private final RegistryServer server = new RegistryServer(FerryBeans.create()
            .with(Clock.class, clock)
            .with(UpstreamSettings.class, new LocalUpstreams("registry.k8s.io=" + upstream.endpoint())));
    private final String account = ApiServer.newAccount();
    private final EcrClient ecr = server.api().ecr(account, REGION);
    private final String there = "apps/" + UUID.randomUUID();
    private final String here = "k8s/" + there;
    private final TestImage image = Images.image().layers(2).build();

    private static final class MovedClock extends Clock {
        private volatile Duration by = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

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

    private RegistryClient registry() {
        return server.client(account, REGION);
    }

    private HttpResponse<byte[]> pull(String reference) {
        return registry().get("/v2/" + here + "/manifests/" + reference);
    }

    private void assertPulls(TestImage expected, String reference) {
        HttpResponse<byte[]> response = pull(reference);
        RegistryTest.assertStatus(response, 200);
        assertThat(response.body()).isEqualTo(expected.manifest());
        expected.blobs().forEach(blob -> RegistryTest.assertStatus(
                registry().get("/v2/" + here + "/blobs/" + blob.digest()), 307));
    }

    @Test
    void the_first_pull_brings_the_image_and_the_second_asks_nobody() {
        assertPulls(image, "v1");
        assertThat(upstream.requests()).contains("GET /v2/" + there + "/manifests/v1");

        assertPulls(image, "v1");
        assertPulls(image, image.digest().toString());

        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void an_index_comes_with_the_images_that_it_lists() {
        TestImage index = Images.index(image, Images.image().layers(1).build()).build();
        upstream.put(there, index, "all");

        assertPulls(index, "all");

        index.children().forEach(child -> assertPulls(child, child.digest().toString()));
    }

    @Test
    void a_layer_that_is_asked_for_alone_is_brought() {
        RegistryTest.assertStatus(
                registry().get("/v2/" + here + "/blobs/" + image.blobs().get(0).digest()), 307);
    }

    @Test
    void the_repository_is_made_by_the_template_for_pull_through_caches() {
        ecr.createRepositoryCreationTemplate(create -> create.prefix("k8s").appliedFor(RCTAppliedFor.PULL_THROUGH_CACHE)
                .imageTagMutability(ImageTagMutability.IMMUTABLE));

        assertPulls(image, "v1");

        assertThat(ecr.describeRepositories(describe -> describe.repositoryNames(here)).repositories().get(0)
                .imageTagMutability()).isEqualTo(ImageTagMutability.IMMUTABLE);
    }

    @Test
    void a_newer_tag_is_looked_for_once_a_day() {
        TestImage newer = Images.image().layers(1).build();
        assertPulls(image, "v1");
        upstream.put(there, newer, "v1");
        assertPulls(image, "v1");

        clock.by = Duration.ofHours(25);
        assertPulls(newer, "v1");
        upstream.requests();

        assertPulls(newer, "v1");
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void what_is_cached_is_served_when_the_upstream_is_gone() {
        assertPulls(image, "v1");
        upstream.close();
        clock.by = Duration.ofHours(25);

        assertPulls(image, "v1");

        RegistryTest.assertError(pull("v2"), 502, "UNKNOWN");
    }

    @Test
    void what_the_upstream_has_not_is_unknown_and_makes_no_repository() {
        RegistryTest.assertError(pull("v2"), 404, "MANIFEST_UNKNOWN");

        assertThat(ecr.describeRepositories(describe -> {}).repositories()).isEmpty();
    }

    @Test
    void what_no_rule_is_for_is_asked_of_nobody() {
        RegistryTest.assertError(registry().get("/v2/k8sx/" + there + "/manifests/v1"), 404, "NAME_UNKNOWN");

        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void bytes_that_are_not_what_the_digest_says_are_never_served() {
        upstream.corrupt(there, image.blobs().get(1).digest());

        RegistryTest.assertError(pull("v1"), 502, "UNKNOWN");

        assertThat(ecr.listImages(list -> list.repositoryName(here)).imageIds()).isEmpty();
        upstream.put(there, image, "v1");
        assertPulls(image, "v1");
    }

    @Test
    void the_next_pull_goes_on_where_one_was_cut_short() {
        TestImage.Blob layer = image.layers().get(0);
        upstream.cutOnce(there, layer);
        RegistryTest.assertError(pull("v1"), 502, "UNKNOWN");
        upstream.requests();

        assertPulls(image, "v1");

        assertThat(upstream.requests()).containsExactly(
                "GET /v2/" + there + "/manifests/v1",
                "GET /v2/" + there + "/blobs/" + layer.digest() + " bytes=" + layer.bytes().length / 2 + "-",
                "GET /v2/" + there + "/blobs/" + image.layers().get(1).digest());
    }

    @Test
    void a_pull_whose_time_is_over_is_to_be_repeated_and_keeps_what_came() {
        TestImage.Blob layer = image.layers().get(0);
        upstream.before("/v2/" + there + "/blobs/" + layer.digest(), () -> clock.by = clock.by.plusSeconds(20));
        HttpResponse<byte[]> late = pull("v1");
        RegistryTest.assertError(late, 429, "TOOMANYREQUESTS");
        assertThat(RegistryTest.header(late, "Retry-After")).isEqualTo("1");
        upstream.requests();

        upstream.before("/v2/" + there + "/blobs/" + layer.digest(), () -> {});
        assertPulls(image, "v1");

        assertThat(upstream.requests()).doesNotContain("GET /v2/" + there + "/blobs/" + image.config().digest());
    }

    @Test
    void an_upstream_redirects_to_no_other_network() {
        upstream.answer("/v2/" + there + "/manifests/v1", new ApiResponse(
                307, Map.of("Location", "http://169.254.169.254/latest/meta-data"), new byte[0]));

        HttpResponse<byte[]> response = pull("v1");

        RegistryTest.assertError(response, 502, "UNKNOWN");
        assertThat(RegistryClient.text(response)).contains("redirects to where it may not");
    }

    @Test
    void what_is_cached_is_a_push_that_replicates() {
        ecr.putReplicationConfiguration(put -> put.replicationConfiguration(configuration -> configuration.rules(
                ReplicationRule.builder().destinations(ReplicationDestination.builder()
                        .region("us-east-2").registryId(account).build()).build())));

        assertPulls(image, "v1");

        assertThat(ecr.describeImageReplicationStatus(describe -> describe.repositoryName(here)
                        .imageId(id -> id.imageTag("v1"))).replicationStatuses())
                .singleElement().satisfies(status -> assertThat(status.region()).isEqualTo("us-east-2"));
    }

    @ParameterizedTest
    @CsvSource({"GET, manifests, 200", "HEAD, manifests, 200", "GET, blobs, 307", "HEAD, blobs, 200"})
    void each_action_is_needed_and_no_other(String method, String kind, int status) {
        String endpoint = method + " /v2/<name>/" + (kind.equals("blobs") ? "blobs/<digest>" : "manifests/<reference>");
        String path = "/v2/" + here + "/" + kind + "/" + (kind.equals("blobs") ? image.config().digest() : "v1");
        Set<String> needed = Set.copyOf(
                RequiredActions.of(endpoint, EnumSet.allOf(Occasion.class), ActionScope.REQUESTED));
        assertThat(needed).hasSize(3);

        for (String one : needed) {
            RegistryClient lacking = narrowed(needed.stream().filter(action -> !action.equals(one)).toList());
            RegistryTest.assertStatus(lacking.send(method, path), 403);
        }
        assertThat(ecr.describeRepositories(describe -> {}).repositories()).isEmpty();
        RegistryTest.assertStatus(narrowed(needed).send(method, path), status);
    }

    /** Functions remember a key, so each has a key of its own. */
    private RegistryClient narrowed(Collection<String> actions) {
        String principal = "arn:aws:iam::" + account + ":user/" + UUID.randomUUID();
        RegistryClient client = server.client(principal, Registry.of(account, REGION));
        server.api().narrow(principal, REGION, "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                + "\"Resource\":\"*\",\"Action\":[\"" + String.join("\",\"", actions) + "\"]}]}");
        return client;
    }

    @Test
    void a_secret_of_another_account_is_never_sent_to_an_upstream() {
        ecr.updatePullThroughCacheRule(update -> update.ecrRepositoryPrefix("k8s").credentialArn(
                "arn:aws:secretsmanager:us-west-2:" + ApiServer.newAccount() + ":secret:ecr-pullthroughcache/theirs"));

        RegistryTest.assertError(pull("v1"), 403, "DENIED");

        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void a_rule_is_valid_while_its_upstream_lets_one_in() {
        assertThat(ecr.validatePullThroughCacheRule(validate -> validate.ecrRepositoryPrefix("k8s")).isValid()).isTrue();

        upstream.close();

        assertThat(ecr.validatePullThroughCacheRule(validate -> validate.ecrRepositoryPrefix("k8s"))).satisfies(invalid -> {
            assertThat(invalid.isValid()).isFalse();
            assertThat(invalid.failure()).contains("cannot be reached");
        });
    }
}
