package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.clients.ExtensionSettings;
import dev.ferry.replication.FilterType;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.Images;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.ecr.model.RepositoryFilter;

/** Filters that ECR does not know, through ECR's own API, while the switch for them is on, and while it is off. */
class ReplicationExtensionsTest extends ApiTest {
    private static final String FILTER = "replicationConfiguration.rules.1.member.repositoryFilters.1.member.filter";

    private final ApiServer extended =
            new ApiServer(FerryBeans.create().with(ExtensionSettings.class, () -> true));
    private final EcrClient extendedEcr = extended.ecr(account, REGION);

    @AfterEach
    void stop() {
        extended.close();
    }

    private static RepositoryFilter filter(String type, String filter) {
        return RepositoryFilter.builder().filterType(type).filter(filter).build();
    }

    private List<RepositoryFilter> put(EcrClient client, RepositoryFilter... filters) {
        return client.putReplicationConfiguration(put -> put.replicationConfiguration(configuration -> configuration.rules(
                        ReplicationRule.builder()
                                .destinations(to -> to.region("eu-west-1").registryId(account))
                                .repositoryFilters(filters)
                                .build())))
                .replicationConfiguration().rules().get(0).repositoryFilters();
    }

    private List<RepositoryFilter> told() {
        return ecr.describeRegistry(describe -> {}).replicationConfiguration().rules().stream()
                .flatMap(rule -> rule.repositoryFilters().stream())
                .toList();
    }

    @Test
    void filters_of_every_kind_are_told_as_they_were_put() {
        RepositoryFilter[] filters = {
            filter("PREFIX_MATCH", "team/"), filter("EXACT_MATCH", "prod/web"), filter("WILDCARD_MATCH", "*-eu"),
            filter("EXCLUDE_EXACT_MATCH", "team/test"), filter("EXCLUDE_WILDCARD_MATCH", "*-scratch"),
            filter("TAG_WILDCARD_MATCH", "v*"), filter("EXCLUDE_TAG_WILDCARD_MATCH", "*-rc*")
        };

        assertThat(put(extendedEcr, filters)).containsExactly(filters);
        assertThat(told()).containsExactly(filters);
        assertThat(Arrays.stream(filters).map(RepositoryFilter::filterTypeAsString))
                .containsExactly(Arrays.stream(FilterType.values()).map(Enum::name).toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource(value = FilterType.class, names = "PREFIX_MATCH", mode = EnumSource.Mode.EXCLUDE)
    void while_the_switch_is_off_ecrs_own_kind_is_the_only_one(FilterType type) {
        assertRefused(() -> put(ecr, filter(type.name(), "latest")), "InvalidParameterException",
                invalid(FILTER + "Type", "Member must satisfy enum value set: [PREFIX_MATCH]"));
        assertThat(told()).isEmpty();
    }

    @Test
    void what_was_put_before_the_switch_was_turned_off_is_told_and_decides() {
        put(extendedEcr, filter("TAG_WILDCARD_MATCH", "v*"));
        create("app");
        push("app", Images.image().build(), "v1");
        push("app", Images.image().seed(2).build(), "dev");

        assertThat(told()).containsExactly(filter("TAG_WILDCARD_MATCH", "v*"));
        assertThat(statuses("v1")).containsExactly("eu-west-1");
        assertThat(statuses("dev")).isEmpty();
    }

    private List<String> statuses(String tag) {
        return ecr.describeImageReplicationStatus(describe -> describe.repositoryName("app").imageId(id -> id.imageTag(tag)))
                .replicationStatuses().stream().map(status -> status.region()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "PREFIX_MATCH, t*, '^(?:[a-z0-9]+(?:[._-][a-z0-9]*)*/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$'",
        "EXACT_MATCH, t*, '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*'",
        "WILDCARD_MATCH, T*, '^(?:[a-z0-9*]+(?:[._-][a-z0-9*]+)*/)*[a-z0-9*]+(?:[._-][a-z0-9*]+)*$'",
        "TAG_WILDCARD_MATCH, v/*, '^[0-9a-zA-Z._*-]{1,128}$'",
    })
    void a_filter_of_other_characters_is_refused(String type, String text, String expression) {
        assertRefused(() -> put(extendedEcr, filter(type, text)), "InvalidParameterException",
                invalid(FILTER, "must satisfy regular expression '" + expression + "'"));
        assertThat(told()).isEmpty();
    }

    @Test
    void a_filter_that_is_too_long_or_has_too_many_wildcards_or_is_of_no_kind_is_refused() {
        assertRefused(() -> put(extendedEcr, filter("WILDCARD_MATCH", "a".repeat(257))), "InvalidParameterException",
                invalid(FILTER, "Member must have length less than or equal to 256"));
        assertRefused(() -> put(extendedEcr, filter("EXCLUDE_WILDCARD_MATCH", "*a*b*c*d*")), "InvalidParameterException",
                invalid(FILTER, "can have at most 4 wildcards"));
        assertRefused(() -> put(extendedEcr, filter("SUFFIX_MATCH", "-eu")), "InvalidParameterException",
                invalid(FILTER + "Type", "Member must satisfy enum value set: "
                        + Arrays.stream(FilterType.values()).map(Enum::name).collect(Collectors.joining(", ", "[", "]"))));
        assertRefused(() -> put(extendedEcr, IntStream.range(0, 101).mapToObj(number -> filter("EXCLUDE_EXACT_MATCH", "app" + number))
                        .toArray(RepositoryFilter[]::new)), "InvalidParameterException",
                invalid("replicationConfiguration.rules.1.member.repositoryFilters", "Member must have length less than or equal to 100"));
        assertThat(told()).isEmpty();
    }

    @Test
    void filters_that_contradict_each_other_are_refused() {
        assertRefused(() -> put(extendedEcr, filter("TAG_WILDCARD_MATCH", "v*"), filter("EXCLUDE_TAG_WILDCARD_MATCH", "v*")),
                "InvalidParameterException", invalid("replicationConfiguration.rules.1.member.repositoryFilters",
                        "The filter 'EXCLUDE_TAG_WILDCARD_MATCH v*' excludes all that the filter 'TAG_WILDCARD_MATCH v*' picks"));
        assertThat(told()).isEmpty();
    }
}
