package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.ApiServer;
import dev.ferry.testing.Images;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.Tag;

/** What a caller may do in its own registry and in another account's. */
class PolicyAuthorizationTest extends ApiTest {
    private final String stranger = ApiServer.newAccount();
    private final EcrClient strange = api.ecr(stranger, REGION);

    @BeforeEach
    void makeRepository() {
        create("app");
    }

    private void assertDenied(ThrowingCallable call, String principalArn, String action, String resource, String why) {
        assertRefused(call, "AccessDeniedException", "User: " + principalArn + " is not authorized to perform: " + action
                + " on resource: " + resource + why);
    }

    private void assertStrangerDenied(ThrowingCallable call, String action, String resource) {
        assertDenied(call, root(stranger), action, resource,
                " because no resource-based policy allows the " + action + " action");
    }

    private static String root(String account) {
        return "arn:aws:iam::" + account + ":root";
    }

    private void setPolicy(String text) {
        ecr.setRepositoryPolicy(set -> set.repositoryName("app").policyText(text).force(true));
    }

    private void listImages(EcrClient caller) {
        caller.listImages(list -> list.registryId(account).repositoryName("app"));
    }

    @Test
    void another_account_is_refused_whether_the_repository_exists_or_not() {
        assertStrangerDenied(() -> listImages(strange), "ecr:ListImages", arn("app"));
        assertStrangerDenied(() -> strange.listImages(list -> list.registryId(account).repositoryName("gone")),
                "ecr:ListImages", arn("gone"));
    }

    @Test
    void another_account_is_refused_every_change_and_nothing_changes() {
        push("app", Images.image().build(), "v1");

        assertStrangerDenied(() -> strange.createRepository(create -> create.registryId(account).repositoryName("new")),
                "ecr:CreateRepository", arn("new"));
        assertStrangerDenied(() -> strange.deleteRepository(delete -> delete.registryId(account).repositoryName("app")
                .force(true)), "ecr:DeleteRepository", arn("app"));
        assertStrangerDenied(() -> strange.putImageTagMutability(put -> put.registryId(account).repositoryName("app")
                .imageTagMutability("IMMUTABLE")), "ecr:PutImageTagMutability", arn("app"));
        assertStrangerDenied(() -> strange.batchDeleteImage(delete -> delete.registryId(account).repositoryName("app")
                .imageIds(id -> id.imageTag("v1"))), "ecr:BatchDeleteImage", arn("app"));
        assertStrangerDenied(() -> strange.putImage(put -> put.registryId(account).repositoryName("app")
                        .imageManifest(Images.image().build().manifestText()).imageTag("v2")),
                "ecr:PutImage", arn("app"));
        assertStrangerDenied(() -> strange.setRepositoryPolicy(set -> set.registryId(account).repositoryName("app")
                .policyText(PolicyTexts.allow("*", "ecr:*"))), "ecr:SetRepositoryPolicy", arn("app"));
        assertStrangerDenied(() -> strange.tagResource(tag -> tag.resourceArn(arn("app"))
                .tags(Tag.builder().key("a").value("b").build())), "ecr:TagResource", arn("app"));

        assertThat(ecr.describeRepositories(describe -> {}).repositories())
                .extracting(Repository::repositoryName).containsExactly("app");
        assertThat(ecr.listImages(list -> list.repositoryName("app")).imageIds()).hasSize(1);
        assertThat(ecr.listTagsForResource(list -> list.resourceArn(arn("app"))).tags()).isEmpty();
    }

    @Test
    void another_account_may_do_what_the_repository_policy_allows_it_and_no_more() {
        setPolicy(PolicyTexts.allow(stranger, "ecr:ListImages"));

        listImages(strange);
        assertStrangerDenied(() -> strange.describeImages(list -> list.registryId(account).repositoryName("app")),
                "ecr:DescribeImages", arn("app"));
        String third = ApiServer.newAccount();
        assertDenied(() -> listImages(api.ecr(third, REGION)), root(third), "ecr:ListImages", arn("app"),
                " because no resource-based policy allows the ecr:ListImages action");
    }

    @Test
    void another_account_may_push_where_it_is_allowed_to() {
        setPolicy(PolicyTexts.allow(stranger, "ecr:*"));
        push("app", Images.image().build(), "v1");

        strange.putImage(put -> put.registryId(account).repositoryName("app")
                .imageManifest(Images.image().build().manifestText()).imageTag("v2"));

        assertThat(ecr.describeImages(describe -> describe.repositoryName("app")).imageDetails().get(0).imageTags())
                .containsExactly("v1", "v2");
    }

    @Test
    void another_account_may_do_what_the_registry_policy_allows_it_on_these_repositories() {
        ecr.putRegistryPolicy(put -> put.policyText(
                PolicyTexts.registry("Allow", stranger, "ecr:CreateRepository", arn("shared/*"))));

        strange.createRepository(create -> create.registryId(account).repositoryName("shared/new"));

        assertThat(ecr.describeRepositories(describe -> describe.repositoryNames("shared/new")).repositories()).hasSize(1);
        assertStrangerDenied(() -> strange.createRepository(create -> create.registryId(account).repositoryName("other")),
                "ecr:CreateRepository", arn("other"));
    }

    @Test
    void one_user_of_another_account_can_be_allowed() {
        String user = "arn:aws:iam::" + stranger + ":user/team/ci";
        setPolicy(PolicyTexts.allow(user, "ecr:ListImages"));

        listImages(api.ecrAs(user, REGION));
        assertStrangerDenied(() -> listImages(strange), "ecr:ListImages", arn("app"));
    }

    @Test
    void a_deny_of_the_registry_policy_outweighs_an_allow_of_the_repository_policy() {
        setPolicy(PolicyTexts.allow(stranger, "ecr:ListImages"));
        ecr.putRegistryPolicy(put -> put.policyText(PolicyTexts.registry("Deny", stranger, "ecr:*", arn("*"))));

        assertDenied(() -> listImages(strange), root(stranger), "ecr:ListImages", arn("app"),
                " with an explicit deny in a resource-based policy");
    }

    @Test
    void the_own_account_may_do_all_that_is_not_denied() {
        String user = "arn:aws:iam::" + account + ":user/ci";
        EcrClient ci = api.ecrAs(user, REGION);
        setPolicy(PolicyTexts.deny(user, "ecr:ListImages"));

        assertDenied(() -> listImages(ci), user, "ecr:ListImages", arn("app"),
                " with an explicit deny in a resource-based policy");
        ci.describeImages(describe -> describe.repositoryName("app"));
        listImages(ecr);
    }

    @Test
    void a_deny_with_not_principal_spares_those_that_it_names() {
        String admin = "arn:aws:iam::" + account + ":user/admin";
        var statement = PolicyTexts.statement("Deny", "NotPrincipal", admin, "ecr:ListImages");
        statement.putObject("NotPrincipal").putArray("AWS").add(admin).add(account);
        setPolicy(PolicyTexts.policy(statement));

        listImages(api.ecrAs(admin, REGION));
        String other = "arn:aws:iam::" + account + ":user/other";
        assertDenied(() -> listImages(api.ecrAs(other, REGION)), other, "ecr:ListImages", arn("app"),
                " with an explicit deny in a resource-based policy");
    }

    @Test
    void the_tags_of_a_repository_can_decide() {
        var statement = PolicyTexts.statement("Allow", "Principal", stranger, "ecr:ListImages");
        statement.putObject("Condition").putObject("StringEquals").put("aws:ResourceTag/stage", "shared");
        setPolicy(PolicyTexts.policy(statement));

        assertStrangerDenied(() -> listImages(strange), "ecr:ListImages", arn("app"));
        ecr.tagResource(tag -> tag.resourceArn(arn("app")).tags(Tag.builder().key("stage").value("shared").build()));
        listImages(strange);
    }

    @ParameterizedTest
    @CsvSource({
        "IpAddress,    aws:SourceIp,  127.0.0.0/8",
        "NotIpAddress, aws:SourceIp,  203.0.113.0/24",
        "StringLike,   aws:UserAgent, *aws-sdk-java*",
        "StringEquals, aws:Referer,   https://example.com/",
    })
    void where_a_request_comes_from_can_decide(String operator, String key, String value) {
        denyListing(operator, key, value);

        assertDenied(() -> ecr.listImages(list -> list.repositoryName("app")
                        .overrideConfiguration(with -> with.putHeader("Referer", "https://example.com/"))),
                root(account), "ecr:ListImages", arn("app"), " with an explicit deny in a resource-based policy");
    }

    @ParameterizedTest
    @CsvSource({
        "IpAddress,    aws:SourceIp,  203.0.113.0/24",
        "NotIpAddress, aws:SourceIp,  127.0.0.0/8",
        "StringLike,   aws:UserAgent, curl/*",
        "StringEquals, aws:Referer,   https://example.com/",
    })
    void what_comes_from_elsewhere_is_not_denied(String operator, String key, String value) {
        denyListing(operator, key, value);

        listImages(ecr);
    }

    private void denyListing(String operator, String key, String value) {
        var statement = PolicyTexts.statement("Deny", "Principal", "*", "ecr:ListImages");
        statement.putObject("Condition").putObject(operator).put(key, value);
        setPolicy(PolicyTexts.policy(statement));
    }

    @Test
    void the_time_can_decide() {
        denyListing("DateGreaterThan", "aws:CurrentTime", "2020-01-01T00:00:00Z");

        assertDenied(() -> listImages(ecr), root(account), "ecr:ListImages", arn("app"),
                " with an explicit deny in a resource-based policy");
    }

    @Test
    void each_of_several_repositories_is_judged() {
        create("open");
        ecr.setRepositoryPolicy(set -> set.repositoryName("open")
                .policyText(PolicyTexts.allow(stranger, "ecr:DescribeRepositories")));

        assertThat(strange.describeRepositories(describe -> describe.registryId(account).repositoryNames("open"))
                .repositories()).hasSize(1);
        assertStrangerDenied(
                () -> strange.describeRepositories(describe -> describe.registryId(account).repositoryNames("open", "app")),
                "ecr:DescribeRepositories", arn("app"));
    }

    @Test
    void all_repositories_are_described_to_whom_the_registry_policy_allows_it() {
        assertStrangerDenied(() -> strange.describeRepositories(describe -> describe.registryId(account)),
                "ecr:DescribeRepositories", arn("*"));

        ecr.putRegistryPolicy(put -> put.policyText(
                PolicyTexts.registry("Allow", stranger, "ecr:DescribeRepositories", arn("*"))));
        assertThat(strange.describeRepositories(describe -> describe.registryId(account)).repositories()).hasSize(1);
    }

    @Test
    void a_registry_policy_that_denies_everything_can_be_mended_by_the_account() {
        ecr.putRegistryPolicy(put -> put.policyText(PolicyTexts.registry("Deny", "*", "ecr:*", "*")));

        assertDenied(() -> ecr.describeRegistry(describe -> {}), root(account), "ecr:DescribeRegistry", "*",
                " with an explicit deny in a resource-based policy");
        ecr.deleteRegistryPolicy(delete -> {});
        ecr.describeRegistry(describe -> {});
    }
}
