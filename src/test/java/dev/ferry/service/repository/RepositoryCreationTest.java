package dev.ferry.service.repository;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.ExclusionFilter;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.Repository.Encryption;
import dev.ferry.registry.RepositoryCreationTemplate;
import dev.ferry.registry.RepositoryCreationTemplate.AppliedFor;
import dev.ferry.registry.TagMutability;
import dev.ferry.registry.TagMutability.Mode;
import dev.ferry.registry.TemplatePrefix;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.service.Pulls;
import dev.ferry.service.Services;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A repository that replication makes is as the destination's creation template has it, or has ECR's defaults. */
@ExtendWith(LocalAws.class)
class RepositoryCreationTest {
    private static final TestImage IMAGE = Images.image().layers(3).build();
    private static final TestImage OTHER = Images.image().seed(2).build();
    private static final TagMutability IMMUTABLE = new TagMutability(Mode.IMMUTABLE, List.of());
    private static final Optional<String> ROLE = Optional.of("arn:aws:iam::111122223333:role/tagger");
    private static final Optional<String> POLICY = Optional.of("""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage"}]}""");

    private final Services services = new Services();
    private final Pulls pulls = new Pulls(services);
    private final Registry source = registry("us-west-2");
    private final Registry elsewhere = sameAccount(source, "eu-west-1");

    @BeforeEach
    void replicateToWhereThereIsNoRepository() {
        services.repository(source);
        services.configure(source, elsewhere);
    }

    @AfterEach
    void forgetWhatWasToInterfere() {
        SdkCalls.clear();
    }

    private void template(Registry registry, String prefix, TagMutability tagMutability, AppliedFor... appliedFor) {
        template(registry, prefix, tagMutability, Encryption.DEFAULT, Map.of(), Optional.empty(), Optional.empty(), appliedFor);
    }

    private void template(
            Registry registry, String prefix, TagMutability tagMutability, Encryption encryption,
            Map<String, String> resourceTags, Optional<String> policy, Optional<String> role, AppliedFor... appliedFor) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        assertThat(services.templates.create(registry, new RepositoryCreationTemplate(
                        new TemplatePrefix(prefix), Set.of(appliedFor), Optional.empty(), tagMutability, encryption,
                        resourceTags, policy, Optional.empty(), role, now, now)))
                .isTrue();
    }

    private Repository made() {
        return services.repositories.get(elsewhere, APP);
    }

    private Optional<String> policy(Registry registry) {
        return services.policies.text(
                registry.region(), services.policies.repositoryPolicyKey(registry.account(), APP));
    }

    @Test
    void a_replica_s_repository_has_all_that_the_destination_s_template_says() {
        TagMutability mutability = new TagMutability(Mode.IMMUTABLE_WITH_EXCLUSION, List.of(new ExclusionFilter("dev-*")));
        Encryption kms = new Encryption(Encryption.Type.KMS, "arn:aws:kms:eu-west-1:111122223333:key/1");
        template(elsewhere, "team", mutability, kms, Map.of("stage", "prod"), POLICY, ROLE, AppliedFor.REPLICATION);
        Push push = services.push(source, IMAGE, "latest");

        services.deliver(push);

        assertThat(services.state(push, elsewhere)).isInstanceOf(Complete.class);
        assertThat(made()).isEqualTo(new Repository(elsewhere, APP, made().id(), made().createdAt(), mutability, false, kms,
                Map.of("stage", "prod")));
        assertThat(policy(elsewhere)).isEqualTo(POLICY);
        assertThat(services.tagged(elsewhere, "latest")).contains(IMAGE.digest());
        pulls.assertAllComplete(elsewhere);
    }

    @Test
    void the_first_image_takes_its_tag_in_an_immutable_repository_and_the_second_does_not_take_it_away() {
        template(elsewhere, "team", IMMUTABLE, AppliedFor.REPLICATION);

        services.deliver(services.push(source, IMAGE, "latest"));
        services.deliver(services.push(source, OTHER, "latest"));

        assertThat(services.tagged(elsewhere, "latest")).contains(IMAGE.digest());
        assertThat(services.listedDigests(elsewhere)).containsExactlyInAnyOrder(IMAGE.digest(), OTHER.digest());
    }

    @Test
    void the_policy_is_there_from_the_moment_that_the_repository_is() {
        template(elsewhere, "team", IMMUTABLE, Encryption.DEFAULT, Map.of(), POLICY, Optional.empty(), AppliedFor.REPLICATION);
        Push push = services.push(source, IMAGE, "latest");
        services.fanOut.fanOut(push);

        List<SdkCalls.Call> calls = SdkCalls.during(() -> services.replicate(push, elsewhere));

        assertThat(calls.stream()
                        .filter(call -> call.operation().equals("TransactWriteItems"))
                        .map(call -> call.request().toString())
                        .filter(transaction -> transaction.contains("ferry-policies")))
                .singleElement()
                .satisfies(transaction -> assertThat(transaction).contains("ferry-repositories"));
    }

    @Test
    void the_longest_prefix_wins() {
        template(elsewhere, "ROOT", TagMutability.MUTABLE, AppliedFor.REPLICATION);
        template(elsewhere, "team", IMMUTABLE, AppliedFor.REPLICATION);

        services.deliver(services.push(source, IMAGE, "latest"));

        assertThat(made().tagMutability()).isEqualTo(IMMUTABLE);
    }

    @Test
    void root_is_for_what_no_other_template_is_for() {
        template(elsewhere, "te", TagMutability.MUTABLE, AppliedFor.REPLICATION);
        template(elsewhere, "team/app", TagMutability.MUTABLE, AppliedFor.REPLICATION);
        template(elsewhere, "ROOT", IMMUTABLE, AppliedFor.REPLICATION);

        services.deliver(services.push(source, IMAGE, "latest"));

        assertThat(made().tagMutability()).isEqualTo(IMMUTABLE);
    }

    @Test
    void a_template_for_other_occasions_and_one_of_another_registry_are_passed_over() {
        template(elsewhere, "team", IMMUTABLE, AppliedFor.CREATE_ON_PUSH, AppliedFor.PULL_THROUGH_CACHE);
        template(source, "team", IMMUTABLE, AppliedFor.REPLICATION);

        services.deliver(services.push(source, IMAGE, "latest"));

        assertThat(made()).isEqualTo(Repository.withDefaults(elsewhere, APP, made().id(), made().createdAt()));
        assertThat(policy(elsewhere)).isEmpty();
    }

    @Test
    void a_template_changes_no_repository_that_is_there() {
        Repository there = services.repository(elsewhere);
        template(elsewhere, "team", IMMUTABLE, Encryption.DEFAULT, Map.of(), POLICY, Optional.empty(), AppliedFor.REPLICATION);

        services.deliver(services.push(source, IMAGE, "latest"));

        assertThat(made()).isEqualTo(there);
        assertThat(policy(elsewhere)).isEmpty();
    }

    @Test
    void a_template_that_lacks_the_role_for_its_tags_ends_the_replication_with_a_reason() {
        template(elsewhere, "team", IMMUTABLE, Encryption.DEFAULT, Map.of("stage", "prod"), Optional.empty(),
                Optional.empty(), AppliedFor.REPLICATION);
        Push push = services.push(source, IMAGE, "latest");

        services.deliver(push);

        assertThat(services.state(push, elsewhere)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.MISSING_CUSTOM_ROLE);
            assertThat(failed.reason()).isEqualTo("The repository team/app does not exist in the registry " + elsewhere
                    + ", and its creation template 'team' cannot make it: it sets resource tags or KMS encryption, which "
                    + "needs a customRoleArn. Once that is mended, ferry retry " + push.id() + " attempts it anew; pushing the "
                    + "same image again does not");
        });
        assertThat(services.repositoriesTable.repository(elsewhere, APP)).isEmpty();
    }

    @Test
    void of_two_replications_that_make_the_same_repository_the_second_uses_the_first_s() {
        template(elsewhere, "team", IMMUTABLE, Encryption.DEFAULT, Map.of(), POLICY, Optional.empty(), AppliedFor.REPLICATION);
        Push first = services.push(source, IMAGE, "first");
        Push second = services.push(source, OTHER, "second");
        services.fanOut.fanOut(first);
        services.fanOut.fanOut(second);
        String[] id = new String[1];
        SdkCalls.beforeNext("TransactWriteItems", () -> {
            services.replicate(second, elsewhere);
            id[0] = made().id();
        });

        services.replicate(first, elsewhere);

        assertThat(made().id()).isEqualTo(id[0]);
        assertThat(made().tagMutability()).isEqualTo(IMMUTABLE);
        assertThat(policy(elsewhere)).isEqualTo(POLICY);
        assertThat(services.tagged(elsewhere, "first")).contains(IMAGE.digest());
        assertThat(services.tagged(elsewhere, "second")).contains(OTHER.digest());
        pulls.assertAllComplete(elsewhere);
    }

    @Test
    @Tag("full")
    void an_image_of_more_layers_than_a_transaction_takes_arrives_whole() {
        template(elsewhere, "team", IMMUTABLE, Encryption.DEFAULT, Map.of(), POLICY, Optional.empty(), AppliedFor.REPLICATION);

        services.deliver(services.push(source, Images.image().layers(97).layerSize(16).build(), "latest"));

        assertThat(policy(elsewhere)).isEqualTo(POLICY);
        pulls.assertAllComplete(elsewhere);
    }

    @Test
    void the_templates_are_looked_at_only_where_a_repository_has_to_be_made() {
        services.repository(elsewhere);
        Push there = services.push(source, IMAGE, "latest");
        services.fanOut.fanOut(there);

        assertThat(lookedAtTemplates(SdkCalls.during(() -> services.replicate(there, elsewhere)))).isZero();

        services.deleteRepository(elsewhere);
        Push missing = services.push(source, OTHER, "latest");
        services.fanOut.fanOut(missing);

        assertThat(lookedAtTemplates(SdkCalls.during(() -> services.replicate(missing, elsewhere)))).isOne();
    }

    private static long lookedAtTemplates(List<SdkCalls.Call> calls) {
        return calls.stream().filter(call -> call.request().toString().contains("template#")).count();
    }
}
