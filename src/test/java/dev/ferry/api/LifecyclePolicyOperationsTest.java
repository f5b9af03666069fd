package dev.ferry.api;

import static dev.ferry.api.LifecyclePolicyTexts.any;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;

/** Lifecycle policies are put, read and deleted. */
class LifecyclePolicyOperationsTest extends ApiTest {
    private static final String POLICY = " " + any("imageCountMoreThan", 3);

    private String noPolicy() {
        return "Lifecycle policy does not exist for the repository with name 'app' in the registry with id '" + account + "'";
    }

    @Test
    void policy_is_given_back_to_the_last_space_and_deleted() {
        create("app");

        var put = ecr.putLifecyclePolicy(request -> request.repositoryName("app").lifecyclePolicyText(POLICY));
        assertThat(put.registryId()).isEqualTo(account);
        assertThat(put.repositoryName()).isEqualTo("app");
        assertThat(put.lifecyclePolicyText()).isEqualTo(POLICY);

        var got = ecr.getLifecyclePolicy(request -> request.repositoryName("app"));
        assertThat(got.lifecyclePolicyText()).isEqualTo(POLICY);
        assertThat(got.lastEvaluatedAt()).isEqualTo(Instant.EPOCH);

        var deleted = ecr.deleteLifecyclePolicy(request -> request.repositoryName("app"));
        assertThat(deleted.lifecyclePolicyText()).isEqualTo(POLICY);
        assertThat(deleted.lastEvaluatedAt()).isEqualTo(Instant.EPOCH);
        assertRefused(() -> ecr.getLifecyclePolicy(request -> request.repositoryName("app")),
                "LifecyclePolicyNotFoundException", noPolicy());
        assertRefused(() -> ecr.deleteLifecyclePolicy(request -> request.repositoryName("app")),
                "LifecyclePolicyNotFoundException", noPolicy());
    }

    @Test
    void policy_of_a_repository_that_does_not_exist_is_refused() {
        assertRefused(() -> ecr.putLifecyclePolicy(request -> request.repositoryName("app").lifecyclePolicyText(POLICY)),
                "RepositoryNotFoundException", noRepository("app"));
        assertRefused(() -> ecr.getLifecyclePolicy(request -> request.repositoryName("app")),
                "RepositoryNotFoundException", noRepository("app"));
        assertRefused(() -> ecr.deleteLifecyclePolicy(request -> request.repositoryName("app")),
                "RepositoryNotFoundException", noRepository("app"));
    }

    @Test
    void text_that_is_no_policy_is_refused_and_the_one_before_stays() {
        create("app");
        ecr.putLifecyclePolicy(request -> request.repositoryName("app").lifecyclePolicyText(POLICY));

        assertRefused(() -> ecr.putLifecyclePolicy(request -> request.repositoryName("app")
                        .lifecyclePolicyText(" ".repeat(100) + "[]")),
                "InvalidParameterException", invalid("LifecyclePolicyText",
                        "Lifecycle policy validation failure: Could not map policyString into LifecyclePolicy."));
        assertRefused(() -> ecr.putLifecyclePolicy(request -> request.repositoryName("app")
                        .lifecyclePolicyText(any("imageCountMoreThan", 0))),
                "InvalidParameterException", invalid("LifecyclePolicyText", "Lifecycle policy validation failure: "
                        + "numeric instance is lower than the required minimum (minimum: 1, found: 0)"));
        assertThat(ecr.getLifecyclePolicy(request -> request.repositoryName("app")).lifecyclePolicyText()).isEqualTo(POLICY);
    }

    @Test
    void repository_takes_its_policy_with_it() {
        create("app");
        ecr.putLifecyclePolicy(request -> request.repositoryName("app").lifecyclePolicyText(POLICY));

        ecr.deleteRepository(request -> request.repositoryName("app"));
        create("app");

        assertRefused(() -> ecr.getLifecyclePolicy(request -> request.repositoryName("app")),
                "LifecyclePolicyNotFoundException", noPolicy());
    }

    @Test
    void repository_that_a_template_makes_has_its_policy() {
        ecr.createRepositoryCreationTemplate(make -> make.prefix("made").appliedFor(RCTAppliedFor.CREATE_ON_PUSH)
                .lifecyclePolicy(POLICY));

        ecr.initiateLayerUpload(begin -> begin.repositoryName("made/app"));

        assertThat(ecr.getLifecyclePolicy(request -> request.repositoryName("made/app")).lifecyclePolicyText())
                .isEqualTo(POLICY);
    }

    @Test
    void template_with_a_policy_that_could_not_be_put_is_refused() {
        assertRefused(() -> ecr.createRepositoryCreationTemplate(make -> make.prefix("made")
                        .appliedFor(RCTAppliedFor.CREATE_ON_PUSH).lifecyclePolicy("{}")),
                "InvalidParameterException", invalid("lifecyclePolicy",
                        "Lifecycle policy validation failure: object has missing required properties ([\"rules\"])"));
    }
}
