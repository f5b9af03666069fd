package dev.ferry.service.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository.Encryption;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagMutability;
import dev.ferry.registry.TagMutability.Mode;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.FilterType;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.ReplicationRule;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.RepositoryFilter;
import dev.ferry.service.Services;
import dev.ferry.service.replication.ReplicationExplanations.Explanation;
import dev.ferry.store.PoliciesTable;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is said before a push is what comes of it. */
@ExtendWith(LocalAws.class)
class ReplicationExplanationsTest {
    private static final TestImage IMAGE = Images.image().build();

    private final Services services = new Services();
    private final ReplicationExplanations explanations = FerryBeans.create().get(ReplicationExplanations.class);
    private final Registry source = Services.registry("us-west-2");
    private final Registry near = Services.sameAccount(source, "eu-west-1");
    private final Registry partner = Services.registry("eu-west-1");

    private List<Explanation> explain() {
        return explanations.explain(source, Services.APP, Optional.of(new Tag("latest")));
    }

    private void assertComesTrue() {
        List<Explanation> said = explain();
        services.repository(source);
        Push push = services.push(source, IMAGE, "latest");
        services.deliver(push);

        assertThat(push.plan().destinations()).containsExactlyInAnyOrderElementsOf(
                said.stream().filter(Explanation::picked).map(Explanation::destination).distinct().toList());
        said.stream().filter(Explanation::picked).forEach(one -> {
            if (one.replicates()) {
                assertThat(services.state(push, one.destination())).isInstanceOf(Complete.class);
            } else {
                assertThat(services.state(push, one.destination())).isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(one.refused()).contains(failed.code());
                    assertThat(failed.reason()).startsWith(one.why());
                });
            }
        });
    }

    @Test
    void a_filter_that_picks_the_repository_is_named_and_one_that_does_not() {
        services.replicationSettings.put(source, new ReplicationConfiguration(List.of(
                new ReplicationRule(List.of(near), List.of(new RepositoryFilter("team/"), new RepositoryFilter("prod"))),
                new ReplicationRule(List.of(partner), List.of(new RepositoryFilter("prod"))))));

        assertThat(explain()).containsExactly(
                new Explanation(1, near, true, Optional.empty(),
                        "Picked by team/. The repository is made there, with tags that are MUTABLE", Optional.empty()),
                new Explanation(2, partner, false, Optional.empty(), "No filter of the rule picks team/app: prod",
                        Optional.empty()));
        assertComesTrue();
    }

    @Test
    void a_filter_that_excludes_is_named_and_one_of_tags() {
        RepositoryFilter tags = new RepositoryFilter(FilterType.TAG_WILDCARD_MATCH, "v*");
        services.replicationSettings.put(source, new ReplicationConfiguration(List.of(
                new ReplicationRule(List.of(near), List.of(new RepositoryFilter(FilterType.EXCLUDE_WILDCARD_MATCH, "*/app"))),
                new ReplicationRule(List.of(near), List.of(tags)),
                new ReplicationRule(List.of(partner), List.of(
                        new RepositoryFilter(FilterType.EXCLUDE_TAG_WILDCARD_MATCH, "*-rc"))))));

        assertThat(explain()).extracting(Explanation::why).startsWith(
                "A filter of the rule excludes team/app: EXCLUDE_WILDCARD_MATCH */app",
                "No filter of the rule picks the tag latest: TAG_WILDCARD_MATCH v*");
        assertThat(explanations.explain(source, Services.APP, Optional.empty()).get(1).why())
                .isEqualTo("No filter of the rule picks a push without a tag: TAG_WILDCARD_MATCH v*");
        assertComesTrue();
    }

    @Test
    void what_another_accounts_policy_does_not_allow_is_said() {
        services.configure(source, near, partner);

        assertThat(explain()).extracting(Explanation::refused).containsExactly(Optional.empty(), Optional.of(FailureCode.ACCESS_DENIED));
        assertThat(explain().get(1).why()).contains("does not allow " + source.account() + " ecr:ReplicateImage");
        assertComesTrue();
    }

    @Test
    void the_statement_that_decides_is_named_by_its_Sid_or_its_number() {
        services.configure(source, partner);
        putPolicy(policy(partner, "Allow", ""));

        assertThat(explain()).singleElement().satisfies(one -> {
            assertThat(one.statement()).contains("Statement[0]");
            assertThat(one.why()).contains("The statement Statement[0] of the registry policy there allows it. The repository is made");
        });
        assertComesTrue();

        putPolicy(policy(partner, "Deny", "\"Sid\": \"not-yet\", "));
        assertThat(explain()).singleElement().satisfies(one -> {
            assertThat(one.refused()).contains(FailureCode.ACCESS_DENIED);
            assertThat(one.statement()).contains("not-yet");
            assertThat(one.why()).endsWith(": its statement not-yet denies it");
        });
    }

    private void putPolicy(String policy) {
        services.policies.put(partner.region(), PoliciesTable.registryPolicyKey(partner.account()), policy);
    }

    /** Allows everything, and perhaps denies replication besides. */
    private static String policy(Registry registry, String effect, String sid) {
        String allowing = statement(registry, "Allow", "");
        return "{\"Version\": \"2012-10-17\", \"Statement\": [" + allowing
                + (effect.equals("Deny") ? ", " + statement(registry, effect, sid) : "") + "]}";
    }

    private static String statement(Registry registry, String effect, String sid) {
        return "{" + sid + "\"Effect\": \"" + effect + "\", \"Principal\": \"*\", \"Action\": [\"ecr:ReplicateImage\", "
                + "\"ecr:CreateRepository\"], \"Resource\": \"arn:aws:ecr:" + registry.region() + ":" + registry.account()
                + ":repository/*\"}";
    }

    @Test
    void a_repository_that_may_not_be_made_is_said() {
        services.configure(source, partner);
        services.permit(partner, source, "ecr:ReplicateImage");

        assertThat(explain()).extracting(Explanation::refused).containsExactly(Optional.of(FailureCode.REPOSITORY_NOT_FOUND));
        assertComesTrue();
    }

    @Test
    void an_immutable_tag_that_stays_is_said() {
        services.configure(source, near);
        services.repositories.create(near, Services.APP, new TagMutability(Mode.IMMUTABLE, List.of()), false,
                Encryption.DEFAULT, Map.of());
        TestImage held = Images.image().seed(77).build();
        services.push(near, held, "latest");

        assertThat(explain()).singleElement().satisfies(one -> {
            assertThat(one.replicates()).isTrue();
            assertThat(one.why()).contains("The tag latest is immutable there and stays with " + held.digest());
        });
        assertComesTrue();
        assertThat(services.tagged(near, "latest")).contains(held.digest());
    }

    @Test
    void rules_that_say_the_same_are_counted_each() {
        ReplicationRule rule = new ReplicationRule(List.of(near), List.of());
        services.replicationSettings.put(source, new ReplicationConfiguration(List.of(rule, rule)));

        assertThat(explain()).extracting(Explanation::rule).containsExactly(1, 2);
    }

    @Test
    void without_rules_there_is_nothing_to_say() {
        assertThat(explain()).isEmpty();
    }
}
