package dev.ferry.policy;

import static dev.ferry.policy.Policies.DESTINATION;
import static dev.ferry.policy.Policies.decide;
import static dev.ferry.policy.Policies.replicate;
import static dev.ferry.policy.Policies.replicateAs;
import static dev.ferry.policy.Policies.replicateTo;
import static dev.ferry.policy.Policies.replicateWith;
import static dev.ferry.policy.Policies.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.policy.PolicyDocument.Kind;
import dev.ferry.registry.InvalidValueException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a whole policy decides, and the policies that ECR's user guide shows. */
class PolicyDocumentTest {
    private static final String REPLICATION = """
            {"Version":"2012-10-17","Statement":[{"Sid":"ReplicationAccessCrossAccount","Effect":"Allow",
             "Principal":{"AWS":"arn:aws:iam::111122223333:root"},
             "Action":["ecr:CreateRepository","ecr:ReplicateImage"],
             "Resource":["arn:aws:ecr:us-west-2:444455556666:repository/*"]}]}
            """;

    @Test
    void the_canonical_replication_policy_lets_the_source_account_replicate_and_create() {
        assertThat(decide(REPLICATION, replicate())).isEqualTo(Decision.ALLOW);
        assertThat(decide(REPLICATION, replicateAs(Principal.ofArn("arn:aws:iam::111122223333:role/aws-service-role/"
                        + "replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication"))))
                .isEqualTo(Decision.ALLOW);
        assertThat(decide(
                        REPLICATION,
                        new AccessRequest(
                                Principal.ofArn("arn:aws:iam::111122223333:user/Ana"),
                                "ecr:CreateRepository",
                                Policies.REPOSITORY,
                                Map.of())))
                .isEqualTo(Decision.ALLOW);
    }

    @Test
    void the_canonical_replication_policy_allows_nothing_else() {
        assertThat(decide(REPLICATION, replicateAs(Principal.ofArn("arn:aws:iam::" + DESTINATION + ":root"))))
                .isEqualTo(Decision.IMPLICIT_DENY);
        assertThat(decide(REPLICATION, replicateAs(Principal.ofService("replication.ecr.amazonaws.com"))))
                .isEqualTo(Decision.IMPLICIT_DENY);
        assertThat(decide(REPLICATION, replicateTo("arn:aws:ecr:eu-west-1:444455556666:repository/prod-api")))
                .isEqualTo(Decision.IMPLICIT_DENY);
        assertThat(decide(
                        REPLICATION,
                        new AccessRequest(
                                Principal.ofArn(Policies.ROOT), "ecr:DeleteRepository", Policies.REPOSITORY, Map.of())))
                .isEqualTo(Decision.IMPLICIT_DENY);
    }

    @Test
    void a_statement_for_each_of_two_accounts_allows_both() {
        String policy = """
                {"Version":"2012-10-17","Statement":[
                 {"Sid":"ReplicationAccessCrossAccount1","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},
                  "Action":["ecr:CreateRepository","ecr:ReplicateImage"],
                  "Resource":["arn:aws:ecr:us-west-2:444455556666:repository/*"]},
                 {"Sid":"ReplicationAccessCrossAccount2","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},
                  "Action":["ecr:CreateRepository","ecr:ReplicateImage"],
                  "Resource":["arn:aws:ecr:us-west-2:444455556666:repository/*"]}]}
                """;
        assertThat(decide(policy, replicate())).isEqualTo(Decision.ALLOW);
        assertThat(decide(policy, replicateAs(Principal.ofArn("arn:aws:iam::444455556666:root"))))
                .isEqualTo(Decision.ALLOW);
        assertThat(decide(policy, replicateAs(Principal.ofArn("arn:aws:iam::777788889999:root"))))
                .isEqualTo(Decision.IMPLICIT_DENY);
    }

    @Test
    void a_prefix_in_the_resource_allows_the_repositories_with_that_prefix() {
        String policy = REPLICATION.replace("repository/*", "repository/prod-*");
        assertThat(decide(policy, replicate())).isEqualTo(Decision.ALLOW);
        assertThat(decide(policy, replicateTo("arn:aws:ecr:us-west-2:444455556666:repository/test-api")))
                .isEqualTo(Decision.IMPLICIT_DENY);
    }

    @Test
    void a_repository_policy_without_a_resource_means_its_repository() {
        PolicyDocument policy = PolicyDocument.parse(Kind.REPOSITORY, """
                {"Version":"2012-10-17","Statement":[{"Sid":"AllowCrossAccountPull","Effect":"Allow",
                 "Principal":{"AWS":"arn:aws:iam::111122223333:root"},
                 "Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]}]}
                """);
        assertThat(policy.decide(new AccessRequest(
                        Principal.ofArn("arn:aws:iam::111122223333:user/Ana"),
                        "ecr:BatchGetImage",
                        Policies.REPOSITORY,
                        Map.of())))
                .isEqualTo(Decision.ALLOW);
        assertThat(policy.decide(replicate())).isEqualTo(Decision.IMPLICIT_DENY);
    }

    @Test
    void a_service_is_allowed_on_behalf_of_one_account() {
        PolicyDocument policy = PolicyDocument.parse(Kind.REPOSITORY, """
                {"Version":"2012-10-17","Statement":[{"Sid":"CodeBuildAccess","Effect":"Allow",
                 "Principal":{"Service":"codebuild.amazonaws.com"},"Action":"ecr:BatchGetImage",
                 "Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:codebuild:us-west-2:444455556666:project/*"},
                              "StringEquals":{"aws:SourceAccount":"444455556666"}}}]}
                """);
        AccessRequest request = new AccessRequest(
                Principal.ofService("codebuild.amazonaws.com"),
                "ecr:BatchGetImage",
                Policies.REPOSITORY,
                Map.of(
                        "aws:SourceArn", List.of("arn:aws:codebuild:us-west-2:444455556666:project/web"),
                        "aws:SourceAccount", List.of("444455556666")));
        assertThat(policy.decide(request)).isEqualTo(Decision.ALLOW);
        assertThat(policy.decide(new AccessRequest(
                        request.principal(),
                        request.action(),
                        request.resource(),
                        Map.of("aws:SourceAccount", List.of("444455556666")))))
                .isEqualTo(Decision.IMPLICIT_DENY);
    }

    @Test
    void an_explicit_deny_wins_wherever_it_stands() {
        String allow = statement("Allow");
        String deny = statement("Deny", "\"Action\": \"ecr:ReplicateImage\"");
        assertThat(decide("{\"Statement\": [" + allow + "," + deny + "]}", replicate()))
                .isEqualTo(Decision.EXPLICIT_DENY);
        assertThat(decide("{\"Statement\": [" + deny + "," + allow + "]}", replicate()))
                .isEqualTo(Decision.EXPLICIT_DENY);
    }

    @Test
    void a_deny_that_does_not_apply_leaves_the_allow() {
        String deny = statement("Deny", "\"Action\": \"ecr:DeleteRepository\"");
        assertThat(decide("{\"Statement\": [" + deny + "," + statement("Allow") + "]}", replicate()))
                .isEqualTo(Decision.ALLOW);
    }

    @Test
    void a_request_that_no_statement_is_about_is_implicitly_denied() {
        assertThat(decide(Policies.allow("\"Action\": \"ecr:CreateRepository\""), replicate()))
                .isEqualTo(Decision.IMPLICIT_DENY);
    }

    @Test
    void all_elements_of_a_statement_have_to_match() {
        String condition = "\"Condition\": {\"StringEquals\": {\"aws:RequestedRegion\": \"us-west-2\"},"
                + " \"Bool\": {\"aws:SecureTransport\": \"true\", \"aws:ViaAWSService\": \"false\"}}";
        Map<String, List<String>> context = Map.of(
                "aws:requestedregion", List.of("us-west-2"),
                "AWS:SecureTransport", List.of("true"),
                "aws:ViaAWSService", List.of("false"));
        assertThat(decide(Policies.allow(condition), replicateWith(context))).isEqualTo(Decision.ALLOW);
        context.keySet().forEach(missing -> {
            Map<String, List<String>> less = new HashMap<>(context);
            less.remove(missing);
            assertThat(decide(Policies.allow(condition), replicateWith(less)))
                    .as("without %s", missing)
                    .isEqualTo(Decision.IMPLICIT_DENY);
        });
    }

    @Test
    void text_is_what_was_parsed_to_the_last_space() {
        String text = " {\n\t\"Statement\" : [ " + statement("Allow") + " ] , \"Id\":\"\\u0041\" }  ";
        assertThat(PolicyDocument.parse(Kind.REGISTRY, text).text()).isEqualTo(text);
    }

    @Test
    void a_request_is_refused_that_no_policy_could_judge() {
        Principal root = Principal.ofArn(Policies.ROOT);
        assertThatThrownBy(() -> new AccessRequest(root, "ecr:*", "*", Map.of()))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new AccessRequest(root, "ecr:ReplicateImage", "prod-api", Map.of()))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new AccessRequest(
                        root, "ecr:ReplicateImage", "*", Map.of("aws:userid", List.of("a"), "aws:UserId", List.of("b"))))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> Principal.ofArn("arn:aws:iam::111122223333:group/admins"))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> Principal.ofService("*")).isInstanceOf(InvalidValueException.class);
    }
}
