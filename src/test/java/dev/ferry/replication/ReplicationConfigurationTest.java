package dev.ferry.replication;

import static dev.ferry.replication.Configurations.configuration;
import static dev.ferry.replication.Configurations.destinations;
import static dev.ferry.replication.Configurations.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicationConfigurationTest {
    @Test
    void a_configuration_has_at_most_25_rules() {
        ReplicationRule rule = rule(destinations(1));

        assertThat(new ReplicationConfiguration(Collections.nCopies(25, rule)).rules()).hasSize(25);
        assertThatThrownBy(() -> new ReplicationConfiguration(Collections.nCopies(26, rule)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("A replication configuration can have at most 25 rules");
    }

    @Test
    void a_rule_has_at_most_100_filters() {
        RepositoryFilter filter = new RepositoryFilter("prod");

        assertThat(new ReplicationRule(destinations(1), Collections.nCopies(100, filter)).filters().all()).hasSize(100);
        assertThatThrownBy(() -> new ReplicationRule(destinations(1), Collections.nCopies(101, filter)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("A replication rule can have at most 100 repository filters");
    }

    @Test
    void a_configuration_has_at_most_25_destinations_in_one_rule() {
        assertThat(configuration(rule(destinations(25))).destinations()).hasSize(25);
        assertTooManyDestinations(rule(destinations(26)));
    }

    @Test
    void a_configuration_has_at_most_25_destinations_over_all_rules() {
        assertThat(configuration(rule(destinations(0, 13)), rule(destinations(13, 25))).destinations()).hasSize(25);
        assertTooManyDestinations(rule(destinations(0, 13)), rule(destinations(13, 26)));
    }

    @Test
    void a_destination_counts_once_however_often_it_is_named() {
        assertThat(configuration(rule(destinations(25)), rule(destinations(25)), rule(destinations(3))).destinations())
                .containsExactlyElementsOf(destinations(25));
        List<Registry> twice = new ArrayList<>(destinations(25));
        twice.addAll(destinations(25));
        assertThat(configuration(rule(twice)).destinations()).hasSize(25);
        assertTooManyDestinations(rule(destinations(25)), rule(destinations(25, 26)));
    }

    @Test
    void another_region_or_another_account_is_another_destination() {
        assertThat(configuration(rule(List.of(
                                Registry.of("111122223333", "eu-west-1"),
                                Registry.of("111122223333", "us-west-2"),
                                Registry.of("444455556666", "eu-west-1"))))
                        .destinations())
                .hasSize(3);
    }

    @Test
    void none_has_no_rules_and_no_destinations() {
        assertThat(ReplicationConfiguration.NONE.rules()).isEmpty();
        assertThat(ReplicationConfiguration.NONE.destinations()).isEmpty();
    }

    @Test
    void a_rule_without_filters_picks_every_repository() {
        ReplicationRule rule = rule(destinations(1));

        assertThat(rule.picks(new RepositoryName("any"))).isTrue();
        assertThat(rule.picks(new RepositoryName("team/any-2"))).isTrue();
    }

    @Test
    void a_rule_picks_a_repository_when_one_of_its_filters_matches() {
        ReplicationRule rule = rule(destinations(1), "prod", "team/");

        assertThat(rule.picks(new RepositoryName("prod/app"))).isTrue();
        assertThat(rule.picks(new RepositoryName("team/app"))).isTrue();
        assertThat(rule.picks(new RepositoryName("dev/app"))).isFalse();
    }

    @Test
    void rules_and_their_parts_do_not_change() {
        List<Registry> destinations = new ArrayList<>(destinations(1));
        List<RepositoryFilter> filters = new ArrayList<>(List.of(new RepositoryFilter("prod")));
        List<ReplicationRule> rules = new ArrayList<>(List.of(new ReplicationRule(destinations, filters)));
        ReplicationConfiguration configuration = new ReplicationConfiguration(rules);

        destinations.clear();
        filters.clear();
        rules.clear();

        assertThat(configuration).isEqualTo(configuration(rule(destinations(1), "prod")));
    }

    private static void assertTooManyDestinations(ReplicationRule... rules) {
        assertThatThrownBy(() -> configuration(rules))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("A replication configuration can have at most 25 unique destinations across all rules");
    }
}
