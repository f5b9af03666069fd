package dev.ferry.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PlanPropertyTest {
    @Property
    void is_the_sorted_union_over_the_rules_that_pick_the_repository(
            @ForAll("rules") List<ReplicationRule> rules, @ForAll("repositories") RepositoryName repository) {
        Set<Registry> expected = new TreeSet<>();
        for (ReplicationRule rule : rules) {
            boolean picked = rule.filters().all().isEmpty();
            for (RepositoryFilter filter : rule.filters().all()) {
                picked |= repository.value().startsWith(filter.filter());
            }
            if (picked) {
                expected.addAll(rule.destinations());
            }
        }

        assertThat(Plan.of(new ReplicationConfiguration(rules), repository, Optional.empty()).destinations())
                .containsExactlyElementsOf(expected);
    }

    @Property
    void does_not_depend_on_the_order_of_rules(
            @ForAll("rules") List<ReplicationRule> rules, @ForAll("repositories") RepositoryName repository) {
        List<ReplicationRule> reversed = new ArrayList<>(rules);
        Collections.reverse(reversed);

        assertThat(Plan.of(new ReplicationConfiguration(reversed), repository, Optional.empty()))
                .isEqualTo(Plan.of(new ReplicationConfiguration(rules), repository, Optional.empty()));
    }

    @Provide
    Arbitrary<List<ReplicationRule>> rules() {
        Arbitrary<Registry> destination = Arbitraries.of(Configurations.destinations(25));
        Arbitrary<RepositoryFilter> filter =
                Arbitraries.of("prod", "prod/", "prod-", "de", "dev/app", "xx").map(RepositoryFilter::new);
        return Combinators.combine(destination.list().ofMaxSize(6), filter.list().ofMaxSize(3))
                .as((destinations, filters) -> new ReplicationRule(destinations, filters))
                .list()
                .ofMaxSize(10);
    }

    @Provide
    Arbitrary<RepositoryName> repositories() {
        return Arbitraries.of("prod", "prod/app", "prod-eu/app", "production", "dev/app", "dev/application", "other")
                .map(RepositoryName::new);
    }
}
