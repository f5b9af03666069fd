package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies of registries and of repositories are put, read and deleted. */
class PolicyOperationsTest extends ApiTest {
    private static final String REGISTRY_POLICY = " " + PolicyTexts.registry("Allow", "444455556666",
            "ecr:ReplicateImage", "arn:aws:ecr:us-west-2:111122223333:repository/*");
    private static final String REPOSITORY_POLICY = " " + PolicyTexts.allow("444455556666", "ecr:BatchGetImage");

    private String noRegistryPolicy() {
        return "Registry policy does not exist in the registry with id '" + account + "'";
    }

    private String noRepositoryPolicy() {
        return "Repository policy does not exist for the repository with name 'app' in the registry with id '" + account + "'";
    }

    @Test
    void registry_policy_is_given_back_to_the_last_space_and_deleted() {
        var put = ecr.putRegistryPolicy(request -> request.policyText(REGISTRY_POLICY));
        assertThat(put.registryId()).isEqualTo(account);
        assertThat(put.policyText()).isEqualTo(REGISTRY_POLICY);
        assertThat(ecr.getRegistryPolicy(request -> {}).policyText()).isEqualTo(REGISTRY_POLICY);

        var deleted = ecr.deleteRegistryPolicy(request -> {});
        assertThat(deleted.registryId()).isEqualTo(account);
        assertThat(deleted.policyText()).isEqualTo(REGISTRY_POLICY);
        assertRefused(() -> ecr.getRegistryPolicy(request -> {}), "RegistryPolicyNotFoundException", noRegistryPolicy());
    }

    @Test
    void registry_policy_that_is_not_there_is_refused() {
        assertRefused(() -> ecr.getRegistryPolicy(request -> {}), "RegistryPolicyNotFoundException", noRegistryPolicy());
        assertRefused(() -> ecr.deleteRegistryPolicy(request -> {}), "RegistryPolicyNotFoundException", noRegistryPolicy());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"}]}"})
    void registry_policy_that_is_none_is_refused_and_the_one_before_stays(String text) {
        ecr.putRegistryPolicy(request -> request.policyText(REGISTRY_POLICY));

        assertThat(refused(() -> ecr.putRegistryPolicy(request -> request.policyText(text)), 400,
                        "InvalidParameterException").awsErrorDetails().errorMessage())
                .startsWith("Invalid parameter at 'PolicyText' failed to satisfy constraint: "
                        + "'Invalid registry policy provided: ");
        assertThat(ecr.getRegistryPolicy(request -> {}).policyText()).isEqualTo(REGISTRY_POLICY);
    }

    @Test
    void policy_is_refused_for_a_reason_that_can_be_mended() {
        create("app");
        String text = PolicyTexts.repository("Permit", "Principal", "*", "ecr:PutImage");

        assertRefused(() -> ecr.setRepositoryPolicy(set -> set.repositoryName("app").policyText(text)),
                "InvalidParameterException", invalid("PolicyText", "Invalid repository policy provided: "
                        + "Statement[0].Effect must be \"Allow\" or \"Deny\", not 'Permit'"));
        assertRefused(() -> ecr.getRepositoryPolicy(get -> get.repositoryName("app")),
                "RepositoryPolicyNotFoundException", noRepositoryPolicy());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"Action\":\"ecr:PutImage\",\"Resource\":\"*\"                    | must not have a Resource",
        "\"Action\":\"ecr:PutImage\",\"NotResource\":\"*\"                 | must not have a Resource",
        "\"Action\":[\"ecr:PutImage\",\"ecr:getAuthorizationToken\"]         | must not name ecr:GetAuthorizationToken",
        "\"NotAction\":\"ecr:GetAuthorizationToken\"                         | must not name ecr:GetAuthorizationToken"
    })
    void repository_policy_about_anything_but_its_repository_is_refused(String elements, String why) {
        create("app");
        String text = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\"," + elements + "}]}";

        assertThat(refused(() -> ecr.setRepositoryPolicy(set -> set.repositoryName("app").policyText(text)), 400,
                        "InvalidParameterException").awsErrorDetails().errorMessage())
                .startsWith("Invalid parameter at 'PolicyText' failed to satisfy constraint: "
                        + "'Invalid repository policy provided: Statement[0] " + why);
        assertThat(refused(() -> ecr.createRepositoryCreationTemplate(make -> make.prefix("p").appliedForWithStrings("REPLICATION")
                        .repositoryPolicy(text)), 400, "InvalidParameterException").awsErrorDetails().errorMessage())
                .contains(why);
        assertRefused(() -> ecr.getRepositoryPolicy(get -> get.repositoryName("app")),
                "RepositoryPolicyNotFoundException", noRepositoryPolicy());
    }

    @Test
    void statements_of_one_sid_are_accepted_in_a_repository_policy_and_both_count() {
        create("app");
        String other = "111122223333";
        String text = """
                {"Version":"2012-10-17","Statement":[
                 {"Sid":"same","Effect":"Allow","Principal":{"AWS":"%s"},"Action":"ecr:ListImages"},
                 {"Sid":"same","Effect":"Allow","Principal":{"AWS":"%s"},"Action":["ecr:DescribeImages","ecr:*"]}]}"""
                .formatted(other, other);

        ecr.setRepositoryPolicy(set -> set.repositoryName("app").policyText(text));

        assertThat(ecr.getRepositoryPolicy(get -> get.repositoryName("app")).policyText()).isEqualTo(text);
        assertThat(api.ecr(other, REGION).describeImages(describe -> describe.registryId(account).repositoryName("app"))
                .imageDetails()).isEmpty();
    }

    @Test
    void policy_that_is_too_long_is_refused() {
        assertRefused(() -> ecr.putRegistryPolicy(put -> put.policyText(" ".repeat(10_241))), "InvalidParameterException",
                invalid("policyText", "Member must have length less than or equal to 10240"));
    }

    @Test
    void repository_policy_is_given_back_to_the_last_space_and_deleted() {
        create("app");

        var set = ecr.setRepositoryPolicy(request -> request.repositoryName("app").policyText(REPOSITORY_POLICY));
        assertThat(set.registryId()).isEqualTo(account);
        assertThat(set.repositoryName()).isEqualTo("app");
        assertThat(set.policyText()).isEqualTo(REPOSITORY_POLICY);
        assertThat(ecr.getRepositoryPolicy(get -> get.repositoryName("app")).policyText()).isEqualTo(REPOSITORY_POLICY);

        assertThat(ecr.deleteRepositoryPolicy(delete -> delete.repositoryName("app")).policyText())
                .isEqualTo(REPOSITORY_POLICY);
        assertRefused(() -> ecr.deleteRepositoryPolicy(delete -> delete.repositoryName("app")),
                "RepositoryPolicyNotFoundException", noRepositoryPolicy());
    }

    @Test
    void policy_of_a_repository_that_is_not_there_is_refused() {
        assertRefused(() -> ecr.setRepositoryPolicy(set -> set.repositoryName("app").policyText(REPOSITORY_POLICY)),
                "RepositoryNotFoundException", noRepository("app"));
        assertRefused(() -> ecr.getRepositoryPolicy(get -> get.repositoryName("app")),
                "RepositoryNotFoundException", noRepository("app"));
        assertRefused(() -> ecr.deleteRepositoryPolicy(delete -> delete.repositoryName("app")),
                "RepositoryNotFoundException", noRepository("app"));
    }

    @Test
    void policy_that_would_lock_the_caller_out_needs_force() {
        create("app");
        String lockOut = PolicyTexts.deny("*", "ecr:SetRepositoryPolicy");
        String root = "arn:aws:iam::" + account + ":root";

        assertRefused(() -> ecr.setRepositoryPolicy(set -> set.repositoryName("app").policyText(lockOut)),
                "InvalidParameterException", invalid("PolicyText", "The policy would keep " + root
                        + " from setting another one; set it with force if that is meant"));
        refused(() -> ecr.getRepositoryPolicy(get -> get.repositoryName("app")), 400, "RepositoryPolicyNotFoundException");

        ecr.setRepositoryPolicy(set -> set.repositoryName("app").policyText(lockOut).force(true));

        assertRefused(() -> ecr.setRepositoryPolicy(set -> set.repositoryName("app").policyText(REPOSITORY_POLICY)),
                "AccessDeniedException", "User: " + root + " is not authorized to perform: ecr:SetRepositoryPolicy on "
                        + "resource: " + arn("app") + " with an explicit deny in a resource-based policy");
        ecr.deleteRepositoryPolicy(delete -> delete.repositoryName("app"));
    }
}
