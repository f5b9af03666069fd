package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.RegionName;
import dev.ferry.store.Tables;
import dev.ferry.testing.AtOnce;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ecr.model.CreatePullThroughCacheRuleRequest;
import software.amazon.awssdk.services.ecr.model.CreatePullThroughCacheRuleResponse;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRule;

class PullThroughCacheRulesTest extends ApiTest {
    private static final String SECRET = "arn:aws:secretsmanager:us-west-2:111122223333:secret:ecr-pullthroughcache/hub";

    private CreatePullThroughCacheRuleResponse create(String prefix, String url, String secret) {
        return ecr.createPullThroughCacheRule(create ->
                create.ecrRepositoryPrefix(prefix).upstreamRegistryUrl(url).credentialArn(secret));
    }

    private String notFound(String prefix) {
        return "The pull through cache rule for the repository prefix '" + prefix + "' does not exist in the registry with id '"
                + account + "'";
    }

    @Test
    void a_rule_is_told_as_it_was_made_until_it_is_deleted() {
        CreatePullThroughCacheRuleResponse made = create("hub/", "registry-1.docker.io", SECRET);
        assertThat(made.ecrRepositoryPrefix()).isEqualTo("hub");
        assertThat(made.upstreamRegistryAsString()).isEqualTo("docker-hub");

        assertThat(ecr.describePullThroughCacheRules(describe -> describe.ecrRepositoryPrefixes("hub")).pullThroughCacheRules())
                .singleElement().isEqualTo(PullThroughCacheRule.builder()
                        .ecrRepositoryPrefix("hub")
                        .registryId(account)
                        .upstreamRegistryUrl("registry-1.docker.io")
                        .upstreamRegistry("docker-hub")
                        .upstreamRepositoryPrefix("ROOT")
                        .credentialArn(SECRET)
                        .createdAt(made.createdAt())
                        .updatedAt(made.createdAt())
                        .build());
        assertThat(ecr.deletePullThroughCacheRule(delete -> delete.ecrRepositoryPrefix("hub")).upstreamRegistryUrl())
                .isEqualTo("registry-1.docker.io");
        assertRefused(() -> ecr.deletePullThroughCacheRule(delete -> delete.ecrRepositoryPrefix("hub")),
                "PullThroughCacheRuleNotFoundException", notFound("hub"));
    }

    @Test
    void a_change_keeps_what_it_does_not_name() {
        create("hub", "registry-1.docker.io", SECRET);

        assertThat(ecr.updatePullThroughCacheRule(update -> update.ecrRepositoryPrefix("hub").credentialArn(SECRET + "2")))
                .satisfies(changed -> assertThat(changed.credentialArn()).isEqualTo(SECRET + "2"));
        ecr.updatePullThroughCacheRule(
                update -> update.ecrRepositoryPrefix("hub").customRoleArn("arn:aws:iam::111122223333:role/puller"));

        assertThat(ecr.describePullThroughCacheRules(describe -> {}).pullThroughCacheRules()).singleElement().satisfies(rule -> {
            assertThat(rule.credentialArn()).isEqualTo(SECRET + "2");
            assertThat(rule.customRoleArn()).endsWith("role/puller");
            assertThat(rule.updatedAt()).isAfterOrEqualTo(rule.createdAt());
        });
        assertRefused(() -> ecr.updatePullThroughCacheRule(update -> update.ecrRepositoryPrefix("other").credentialArn(SECRET)),
                "PullThroughCacheRuleNotFoundException", notFound("other"));
    }

    @Test
    void rules_are_listed_page_by_page_and_one_that_is_missing_is_an_error() {
        create("quay", "quay.io", null);
        create("k8s", "registry.k8s.io", null);

        var first = ecr.describePullThroughCacheRules(describe -> describe.maxResults(1));
        var second = ecr.describePullThroughCacheRules(describe -> describe.maxResults(1).nextToken(first.nextToken()));

        assertThat(first.pullThroughCacheRules()).extracting(PullThroughCacheRule::ecrRepositoryPrefix).containsExactly("k8s");
        assertThat(second.pullThroughCacheRules()).extracting(PullThroughCacheRule::ecrRepositoryPrefix).containsExactly("quay");
        assertThat(second.nextToken()).isNull();
        assertRefused(() -> ecr.describePullThroughCacheRules(describe -> describe.ecrRepositoryPrefixes("quay", "gone")),
                "PullThroughCacheRuleNotFoundException", notFound("gone"));
    }

    @Test
    void a_rule_that_is_gone_is_not_validated() {
        refused(() -> ecr.validatePullThroughCacheRule(validate -> validate.ecrRepositoryPrefix("gone")),
                400, "PullThroughCacheRuleNotFoundException");
    }

    @ParameterizedTest
    @CsvSource({"public.ecr.aws, ecr-public", "quay.io, quay", "registry.k8s.io, k8s", "ghcr.io, github-container-registry",
            "myteam.azurecr.io, azure-container-registry", "registry.gitlab.com, gitlab-container-registry", "cgr.dev, chainguard",
            "111122223333.dkr.ecr.eu-west-1.amazonaws.com, ecr"})
    void every_upstream_of_ecr_is_known_by_its_host(String url, String upstream) {
        assertThat(create("cached", url, SECRET).upstreamRegistryAsString()).isEqualTo(upstream);
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry.example.com", "http://quay.io", "quay.io.example.com", ""})
    void another_upstream_is_refused_in_ecrs_words(String url) {
        assertRefused(() -> create("cached", url, SECRET), "UnsupportedUpstreamRegistryException",
                "The upstream registry URL " + url + " is invalid. Specify a valid upstream registry URL and try again");
        assertThat(ecr.describePullThroughCacheRules(describe -> {}).pullThroughCacheRules()).isEmpty();
    }

    @Test
    void what_cannot_be_a_rule_is_refused_and_leaves_nothing_behind() {
        assertRefused(() -> create("hub", "registry-1.docker.io", null), "InvalidParameterException",
                invalid("credentialArn", "must be given for the upstream registry docker-hub"));
        refused(() -> ecr.createPullThroughCacheRule(CreatePullThroughCacheRuleRequest.builder()
                .ecrRepositoryPrefix("cached").upstreamRegistryUrl("quay.io").upstreamRegistry("k8s").build()),
                400, "UnsupportedUpstreamRegistryException");
        refused(() -> create("Upper", "quay.io", null), 400, "InvalidParameterException");
        refused(() -> create("hub", "registry-1.docker.io", SECRET.replace("ecr-", "other-")), 400, "InvalidParameterException");
        assertThat(ecr.describePullThroughCacheRules(describe -> {}).pullThroughCacheRules()).isEmpty();
        create("quay", "quay.io", null);
        assertRefused(() -> create("quay/", "registry.k8s.io", null), "PullThroughCacheRuleAlreadyExistsException",
                "A pull through cache rule for the repository prefix 'quay' already exists in the registry with id '" + account + "'");
    }

    @Test
    @Tag("full")
    void a_registry_has_fifty_rules_at_most_however_many_are_made_at_once() {
        List<String> ends = AtOnce.callAll(60, i -> create("quay" + i, "quay.io", null));

        assertThat(ecr.describePullThroughCacheRules(describe -> describe.maxResults(100)).pullThroughCacheRules()).hasSize(50);
        assertThat(ends).filteredOn(AtOnce.DONE::equals).hasSize(50);
        assertThat(ends).filteredOn("LimitExceededException"::equals).hasSize(10);
        assertRefused(() -> create("one-more", "quay.io", null), "LimitExceededException",
                "The registry with id '" + account + "' already has 50 pull through cache rules");
    }

    @Test
    @Tag("full")
    void a_rule_that_is_deleted_leaves_room_for_another() {
        IntStream.range(0, 50).forEach(i -> create("quay" + i, "quay.io", null));
        refused(() -> create("quay7", "quay.io", null), 400, "PullThroughCacheRuleAlreadyExistsException");

        ecr.deletePullThroughCacheRule(delete -> delete.ecrRepositoryPrefix("quay7"));

        create("one-more", "quay.io", null);
        refused(() -> create("quay7", "quay.io", null), 400, "LimitExceededException");
    }

    @Test
    void rules_that_nobody_counted_yet_count_as_well() {
        create("quay", "quay.io", null);
        Tables tables = api.beans().get(Tables.class);
        tables.in(new RegionName(REGION)).deleteItem(delete -> delete.tableName(tables.name("settings")).key(Map.of(
                "registry", AttributeValue.fromS(account), "setting", AttributeValue.fromS("count#pull-through-cache#"))));

        create("k8s", "registry.k8s.io", null);

        assertThat(tables.in(new RegionName(REGION)).getItem(get -> get.tableName(tables.name("settings")).key(Map.of(
                "registry", AttributeValue.fromS(account), "setting", AttributeValue.fromS("count#pull-through-cache#")))).item())
                .containsEntry("count", AttributeValue.fromN("2"));
    }
}
