package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.clients.RuleSettings;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.DescribeImageReplicationStatusRequest;
import software.amazon.awssdk.services.ecr.model.ImageReplicationStatus;
import software.amazon.awssdk.services.ecr.model.ReplicationConfiguration;
import software.amazon.awssdk.services.ecr.model.ReplicationDestination;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.ecr.model.ReplicationStatus;
import software.amazon.awssdk.services.ecr.model.RepositoryFilter;
import software.amazon.awssdk.services.ecr.model.RepositoryFilterType;

/** Replication is configured, and how far it has come is told. */
class ReplicationOperationsTest extends ApiTest {

    private static ReplicationDestination to(String region, String account) {
        return ReplicationDestination.builder().region(region).registryId(account).build();
    }

    private static ReplicationRule rule(ReplicationDestination... destinations) {
        return ReplicationRule.builder().destinations(destinations).build();
    }

    private static RepositoryFilter filter(String prefix) {
        return RepositoryFilter.builder().filter(prefix).filterType(RepositoryFilterType.PREFIX_MATCH).build();
    }

    private ReplicationConfiguration put(ReplicationRule... rules) {
        return ecr.putReplicationConfiguration(
                        put -> put.replicationConfiguration(configuration -> configuration.rules(rules)))
                .replicationConfiguration();
    }

    private List<ReplicationRule> rules() {
        return ecr.describeRegistry(describe -> {}).replicationConfiguration().rules();
    }

    private void assertRefusedAndNothingWritten(String message, ReplicationRule... rules) {
        assertRefused(() -> put(rules), "InvalidParameterException", message);
        assertThat(rules()).isEmpty();
        refused(() -> api.iam(account).getRole(get -> get.roleName("AWSServiceRoleForECRReplication")), 404, "NoSuchEntity");
    }

    @Test
    void registry_without_configuration_has_no_rules() {
        var registry = ecr.describeRegistry(describe -> {});

        assertThat(registry.registryId()).isEqualTo(account);
        assertThat(registry.replicationConfiguration().rules()).isEmpty();
    }

    @Test
    void configuration_is_replaced_as_a_whole() {
        ReplicationRule first = rule(to("us-east-1", account), to(REGION, "444455556666"));
        ReplicationRule second = ReplicationRule.builder()
                .destinations(to("eu-west-1", account))
                .repositoryFilters(filter("prod"), filter("team-"))
                .build();

        assertThat(put(first, second).rules()).containsExactly(first, second);
        assertThat(rules()).containsExactly(first, second);

        put(second);
        assertThat(rules()).containsExactly(second);
        put();
        assertThat(rules()).isEmpty();
    }

    @Test
    void ten_rules_and_twenty_five_destinations_and_a_hundred_filters_are_accepted() {
        ReplicationRule[] rules = IntStream.range(0, 10)
                .mapToObj(rule -> ReplicationRule.builder()
                        .destinations(IntStream.range(0, 25).mapToObj(number -> to("us-east-1", other(number))).toList())
                        .repositoryFilters(IntStream.range(0, 100).mapToObj(number -> filter("app" + number)).toList())
                        .build())
                .toArray(ReplicationRule[]::new);

        put(rules);

        assertThat(rules()).containsExactly(rules);
    }

    private static String other(int number) {
        return String.format("%012d", 444_455_556_000L + number);
    }

    @Test
    void an_eleventh_rule_is_refused() {
        ReplicationRule[] rules = new ReplicationRule[11];
        Arrays.fill(rules, rule(to("us-east-1", account)));

        assertRefusedAndNothingWritten(
                invalid("replicationConfiguration.rules", "Member must have length less than or equal to 10"), rules);
    }

    @Test
    void what_is_too_large_to_be_kept_is_refused() {
        try (ApiServer most = new ApiServer(FerryBeans.create().with(RuleSettings.class, () -> 25))) {
            List<RepositoryFilter> filters = IntStream.range(0, 100)
                    .mapToObj(number -> filter("a".repeat(253) + (100 + number)))
                    .toList();
            ReplicationRule large = ReplicationRule.builder()
                    .destinations(to("us-east-1", account)).repositoryFilters(filters).build();
            Consumer<Integer> put = rules -> most.ecr(account, REGION).putReplicationConfiguration(request -> request
                    .replicationConfiguration(configuration -> configuration.rules(Collections.nCopies(rules, large))));

            assertThat(refused(() -> put.accept(25), 400, "InvalidParameterException").awsErrorDetails().errorMessage())
                    .startsWith("Invalid parameter at 'replicationConfiguration' failed to satisfy constraint: 'Member must be written");
            assertThat(rules()).isEmpty();
            put.accept(12);
            assertThat(rules()).hasSize(12);
        }
    }

    @Test
    void a_twenty_sixth_destination_over_all_rules_is_refused() {
        ReplicationDestination[] destinations = IntStream.range(0, 25)
                .mapToObj(number -> to("us-east-1", other(number)))
                .toArray(ReplicationDestination[]::new);

        assertRefusedAndNothingWritten(
                invalid("replicationConfiguration",
                        "A replication configuration can have at most 25 unique destinations across all rules"),
                rule(destinations), rule(to("eu-west-1", other(0))));
    }

    @Test
    void a_hundred_and_first_filter_is_refused() {
        assertRefusedAndNothingWritten(
                invalid("replicationConfiguration.rules.1.member.repositoryFilters",
                        "Member must have length less than or equal to 100"),
                ReplicationRule.builder()
                        .destinations(to("us-east-1", account))
                        .repositoryFilters(IntStream.range(0, 101).mapToObj(number -> filter("app" + number)).toList())
                        .build());
    }

    @Test
    void the_registry_itself_is_refused_as_destination() {
        assertRefusedAndNothingWritten(
                invalid("replicationConfiguration", "Replication destination cannot be the same as the source registry"),
                rule(to("us-east-1", account)), rule(to(REGION, account)));
    }

    @Test
    void another_partition_and_an_unknown_region_are_refused() {
        assertRefusedAndNothingWritten("Invalid region 'cn-north-1'", rule(to("cn-north-1", account)));
        assertRefusedAndNothingWritten("Invalid region 'us-west-9'", rule(to("us-west-9", account)));
    }

    @Test
    void a_region_is_refused_until_the_account_has_enabled_it() {
        assertRefusedAndNothingWritten(
                invalid("replicationConfiguration", "Region 'me-south-1' is not enabled for the account '" + account + "'"),
                rule(to("me-south-1", account)));

        api.accountManagement(account).enableRegion(enable -> enable.regionName("me-south-1"));

        put(rule(to("me-south-1", account)));
        assertThat(rules()).containsExactly(rule(to("me-south-1", account)));
    }

    private List<ImageReplicationStatus> statuses(Consumer<DescribeImageReplicationStatusRequest.Builder> id) {
        return ecr.describeImageReplicationStatus(id).replicationStatuses();
    }

    private static ImageReplicationStatus inProgress(String region, String registry) {
        return ImageReplicationStatus.builder()
                .region(region)
                .registryId(registry)
                .status(ReplicationStatus.IN_PROGRESS)
                .build();
    }

    @Test
    void status_is_in_progress_for_each_destination_as_soon_as_the_push_returns() {
        TestImage image = Images.image().build();
        create("app");
        put(rule(to("us-east-1", account), to(REGION, "444455556666")));
        push("app", image, "v1");

        var byTag = ecr.describeImageReplicationStatus(
                describe -> describe.repositoryName("app").imageId(id -> id.imageTag("v1")));

        assertThat(byTag.repositoryName()).isEqualTo("app");
        assertThat(byTag.imageId().imageDigest()).isEqualTo(image.digest().toString());
        assertThat(byTag.imageId().imageTag()).isEqualTo("v1");
        assertThat(byTag.replicationStatuses()).containsExactlyInAnyOrder(
                inProgress("us-east-1", account), inProgress(REGION, "444455556666"));
        assertThat(statuses(describe -> describe.repositoryName("app")
                .imageId(id -> id.imageDigest(image.digest().toString())))).isEqualTo(byTag.replicationStatuses());
    }

    @Test
    void image_that_no_rule_picks_or_that_was_there_before_has_no_status() {
        create("app");
        push("app", Images.image().build(), "before");
        put(ReplicationRule.builder().destinations(to("us-east-1", account)).repositoryFilters(filter("prod")).build());
        push("app", Images.image().seed(2).build(), "after");

        for (String tag : List.of("before", "after")) {
            assertThat(statuses(describe -> describe.repositoryName("app").imageId(id -> id.imageTag(tag)))).isEmpty();
        }
    }

    @Test
    void status_of_what_is_not_there_is_refused() {
        assertRefused(() -> statuses(describe -> describe.repositoryName("app").imageId(id -> id.imageTag("v1"))),
                "RepositoryNotFoundException", noRepository("app"));
        create("app");
        assertRefused(() -> statuses(describe -> describe.repositoryName("app").imageId(id -> id.imageTag("v1"))),
                "ImageNotFoundException", "The image with imageId {imageDigest:'null', imageTag:'v1'} does not exist within "
                        + "the repository with name 'app' in the registry with id '" + account + "'");
        assertRefused(() -> statuses(describe -> describe.repositoryName("app").imageId(id -> {})),
                "InvalidParameterException", invalid("imageId", "both tag and digest cannot be null"));
    }
}
