package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.ApiServer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.account.AccountClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;
import software.amazon.awssdk.services.ecr.model.Tag;
import software.amazon.awssdk.services.iam.IamClient;

/** A key with a policy may do what that allows, at each of the three APIs, and nothing else. */
class NarrowedKeyTest extends ApiTest {
    private static final String PULL_TEAM = """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":["ecr:BatchGetImage","ecr:Describe*"],
               "Resource":"arn:aws:ecr:*:*:repository/team/*"},
              {"Effect":"Deny","Action":"ecr:*","Resource":"arn:aws:ecr:*:*:repository/team/secret"}]}""";

    private final String principal = "arn:aws:iam::" + account + ":user/narrow";

    @Test
    void a_narrowed_key_does_what_its_policy_allows() {
        create("team/app");

        assertThat(narrowed(PULL_TEAM).describeRepositories(describe -> describe.repositoryNames("team/app")).repositories())
                .hasSize(1);
    }

    @Test
    void a_narrowed_key_is_refused_another_operation_and_another_repository() {
        create("team/app");
        create("other");
        EcrClient narrow = narrowed(PULL_TEAM);

        assertRefused(() -> narrow.deleteRepository(delete -> delete.repositoryName("team/app")),
                "AccessDeniedException",
                "User: " + principal + " is not authorized to perform: ecr:DeleteRepository on resource: " + arn("team/app")
                        + " because no identity-based policy allows the ecr:DeleteRepository action");
        refused(() -> narrow.describeRepositories(describe -> describe.repositoryNames("team/app", "other")),
                400, "AccessDeniedException");
        refused(() -> narrow.describeRepositories(describe -> {}), 400, "AccessDeniedException");
    }

    @Test
    void an_explicit_deny_is_told_apart() {
        create("team/secret");

        assertRefused(() -> narrowed(PULL_TEAM).describeImages(describe -> describe.repositoryName("team/secret")),
                "AccessDeniedException",
                "User: " + principal + " is not authorized to perform: ecr:DescribeImages on resource: "
                        + arn("team/secret") + " with an explicit deny in an identity-based policy");
    }

    @Test
    void no_policy_of_a_resource_widens_a_narrowed_key() {
        create("other");
        ecr.setRepositoryPolicy(set -> set.repositoryName("other").policyText(PolicyTexts.allow("*", "ecr:ListImages")));

        refused(() -> narrowed(PULL_TEAM).listImages(list -> list.repositoryName("other")), 400, "AccessDeniedException");
    }

    @Test
    void a_narrowed_key_is_refused_what_is_about_the_registry() {
        EcrClient narrow = narrowed(PULL_TEAM);

        refused(() -> narrow.getAuthorizationToken(get -> {}), 400, "AccessDeniedException");
        refused(() -> narrow.describeRegistry(describe -> {}), 400, "AccessDeniedException");
        refused(() -> narrow.getRegistryPolicy(get -> {}), 400, "AccessDeniedException");
        refused(() -> narrow.deleteRegistryPolicy(delete -> {}), 400, "AccessDeniedException");
        refused(() -> narrow.deleteRepositoryCreationTemplate(delete -> delete.prefix("team")), 400, "AccessDeniedException");
    }

    @Test
    void a_narrowed_key_may_say_in_a_template_only_what_it_may_do_itself() {
        EcrClient narrow = narrowed("""
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Action":"ecr:*RepositoryCreationTemplate*","Resource":"*"},
                  {"Effect":"Allow","Action":"ecr:CreateRepository","Resource":"arn:aws:ecr:*:*:repository/team/*"}]}""");

        narrow.createRepositoryCreationTemplate(create -> create.prefix("team").appliedFor(RCTAppliedFor.REPLICATION));
        narrow.updateRepositoryCreationTemplate(update -> update.prefix("team").description("mine"));
        assertThat(narrow.describeRepositoryCreationTemplates(describe -> {}).repositoryCreationTemplates()).hasSize(1);

        String why = " because no identity-based policy allows the ";
        assertRefused(() -> narrow.updateRepositoryCreationTemplate(update -> update.prefix("team")
                        .repositoryPolicy(PolicyTexts.allow("*", "ecr:BatchGetImage"))),
                "AccessDeniedException",
                "User: " + principal + " is not authorized to perform: ecr:SetRepositoryPolicy on resource: "
                        + arn("team/*") + why + "ecr:SetRepositoryPolicy action");
        assertRefused(() -> narrow.updateRepositoryCreationTemplate(
                        update -> update.prefix("team").lifecyclePolicy("{}")),
                "AccessDeniedException",
                "User: " + principal + " is not authorized to perform: ecr:PutLifecyclePolicy on resource: "
                        + arn("team/*") + why + "ecr:PutLifecyclePolicy action");
        assertRefused(() -> narrow.createRepositoryCreationTemplate(
                        create -> create.prefix("ROOT").appliedFor(RCTAppliedFor.REPLICATION)),
                "AccessDeniedException",
                "User: " + principal + " is not authorized to perform: ecr:CreateRepository on resource: "
                        + arn("*") + why + "ecr:CreateRepository action");
        narrow.deleteRepositoryCreationTemplate(delete -> delete.prefix("team"));
    }

    @Test
    void who_may_not_tag_gives_no_repository_tags_by_the_way() {
        EcrClient narrow = narrowed("""
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Action":"*","Resource":"*"},
                  {"Effect":"Deny","Action":"ecr:TagResource","Resource":"*"}]}""");
        Tag tag = Tag.builder().key("stage").value("prod").build();

        refused(() -> narrow.createRepository(create -> create.repositoryName("app").tags(tag)),
                400, "AccessDeniedException");
        refused(() -> narrow.createRepositoryCreationTemplate(create -> create.prefix("team")
                .appliedFor(RCTAppliedFor.CREATE_ON_PUSH).resourceTags(tag)), 400, "AccessDeniedException");
        assertThat(ecr.describeRepositories(describe -> {}).repositories()).isEmpty();
        assertThat(ecr.describeRepositoryCreationTemplates(describe -> {}).repositoryCreationTemplates()).isEmpty();

        narrow.createRepository(create -> create.repositoryName("app"));
        narrow.createRepositoryCreationTemplate(
                create -> create.prefix("team").appliedFor(RCTAppliedFor.CREATE_ON_PUSH));
        refused(() -> narrow.updateRepositoryCreationTemplate(
                update -> update.prefix("team").resourceTags(tag)), 400, "AccessDeniedException");
    }

    @Test
    void which_tags_a_key_may_give_holds_for_a_template_too() {
        EcrClient narrow = narrowed("""
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Action":"*","Resource":"*"},
                  {"Effect":"Deny","Action":"ecr:TagResource","Resource":"*",
                   "Condition":{"StringEquals":{"aws:RequestTag/stage":"prod"}}}]}""");

        narrow.createRepositoryCreationTemplate(create -> create.prefix("team").appliedFor(RCTAppliedFor.CREATE_ON_PUSH)
                .resourceTags(Tag.builder().key("stage").value("dev").build()));
        refused(() -> narrow.updateRepositoryCreationTemplate(update -> update.prefix("team")
                        .resourceTags(Tag.builder().key("stage").value("prod").build())), 400, "AccessDeniedException");
    }

    @Test
    void a_narrowed_key_is_narrow_in_iam_and_account_management_too() {
        try (ApiServer before = new ApiServer(); IamClient iam = before.iam(account)) {
            iam.createServiceLinkedRole(create -> create.awsServiceName("replication.ecr.amazonaws.com"));
        }
        String role = "AWSServiceRoleForECRReplication";
        try (IamClient iam = api.iam(account); AccountClient management = api.accountManagement(account)) {
            narrowRoot(PULL_TEAM);
            assertThat(refused(() -> iam.getRole(get -> get.roleName(role)), 400, "AccessDenied")
                    .awsErrorDetails().errorMessage()).contains("iam:GetRole");
            refused(() -> management.enableRegion(enable -> enable.regionName("me-south-1")), 400, "AccessDeniedException");
        }
        String allowed = """
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Action":["iam:GetRole","account:EnableRegion"],"Resource":"*"}]}""";
        // Other functions, which remember no key.
        try (ApiServer fresh = new ApiServer(); IamClient iam = fresh.iam(account); AccountClient management = fresh.accountManagement(account)) {
            narrowRoot(allowed);
            assertThat(iam.getRole(get -> get.roleName(role)).role().roleName()).isEqualTo(role);
            management.enableRegion(enable -> enable.regionName("me-south-1"));
            refused(() -> management.disableRegion(disable -> disable.regionName("me-south-1")),
                    400, "AccessDeniedException");
        }
    }

    private EcrClient narrowed(String policy) {
        EcrClient client = api.ecrAs(principal, REGION);
        api.narrow(principal, REGION, policy);
        return client;
    }

    private void narrowRoot(String policy) {
        api.narrow("arn:aws:iam::" + account + ":root", "us-east-1", policy);
    }
}
