package dev.ferry.replication;

import static dev.ferry.replication.Configurations.configuration;
import static dev.ferry.replication.Configurations.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Registry IRELAND = Registry.of("111122223333", "eu-west-1");
    private static final Registry OREGON = Registry.of("111122223333", "us-west-2");
    private static final Registry PARTNER = Registry.of("444455556666", "eu-west-1");
    private static final RepositoryName APP = new RepositoryName("prod/app");

    @Test
    void goes_nowhere_without_rules() {
        assertThat(Plan.of(ReplicationConfiguration.NONE, APP, Optional.empty())).isEqualTo(Plan.NOWHERE);
        assertThat(Plan.NOWHERE.isEmpty()).isTrue();
    }

    @Test
    void goes_nowhere_when_no_rule_picks_the_repository() {
        assertThat(Plan.of(configuration(rule(List.of(IRELAND), "dev", "test")), APP, Optional.empty()).isEmpty()).isTrue();
    }

    @Test
    void goes_nowhere_when_the_rule_has_no_destination() {
        assertThat(Plan.of(configuration(rule(List.of())), APP, Optional.empty())).isEqualTo(Plan.NOWHERE);
    }

    @Test
    void goes_everywhere_with_a_rule_without_filters() {
        Plan plan = Plan.of(configuration(rule(List.of(IRELAND, OREGON))), APP, Optional.empty());

        assertThat(plan.destinations()).containsExactly(IRELAND, OREGON);
        assertThat(plan.isEmpty()).isFalse();
    }

    @Test
    void joins_the_destinations_of_all_rules_that_pick_the_repository() {
        Plan plan = Plan.of(
                configuration(
                        rule(List.of(OREGON), "prod"),
                        rule(List.of(IRELAND), "dev"),
                        rule(List.of(PARTNER), "x-", "prod/a")),
                APP, Optional.empty());

        assertThat(plan.destinations()).containsExactly(PARTNER, OREGON);
    }

    @Test
    void names_a_destination_once_and_in_order() {
        assertThat(new Plan(List.of(OREGON, PARTNER, IRELAND, OREGON)))
                .isEqualTo(new Plan(List.of(PARTNER, OREGON, IRELAND)))
                .extracting(Plan::destinations)
                .isEqualTo(List.of(IRELAND, PARTNER, OREGON));
    }
}
