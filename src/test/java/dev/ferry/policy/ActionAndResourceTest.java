package dev.ferry.policy;

import static dev.ferry.policy.Policies.allow;
import static dev.ferry.policy.Policies.decide;
import static dev.ferry.policy.Policies.replicateTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.policy.PolicyDocument.Kind;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Action, NotAction, Resource and NotResource (IAM User Guide, the elements' pages). */
class ActionAndResourceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"Action\": \"*\"                                               | true",
        "\"Action\": \"*:*\"                                             | true",
        "\"Action\": \"ecr:*\"                                           | true",
        "\"Action\": \"ecr:ReplicateImage\"                              | true",
        "\"Action\": \"ECR:replicateimage\"                              | true",
        "\"Action\": \"ecr:Replicate*\"                                  | true",
        "\"Action\": \"ecr:*Image\"                                      | true",
        "\"Action\": \"ecr:ReplicateImag?\"                              | true",
        "\"Action\": \"ecr:ReplicateImage?\"                             | false",
        "\"Action\": \"ecr:CreateRepository\"                            | false",
        "\"Action\": [\"ecr:CreateRepository\", \"ecr:ReplicateImage\"]  | true",
        "\"NotAction\": \"*\"                                            | false",
        "\"NotAction\": \"ecr:Replicate*\"                               | false",
        "\"NotAction\": \"ecr:CreateRepository\"                         | true",
        "\"NotAction\": [\"ecr:CreateRepository\", \"ecr:REPLICATE*\"]   | false"
    })
    void an_action_is_matched_in_any_case_with_wildcards(String element, boolean matches) {
        assertThat(decide(allow(element), Policies.replicate()))
                .isEqualTo(matches ? Decision.ALLOW : Decision.IMPLICIT_DENY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "ecr", "ecr:", ":ReplicateImage", "ReplicateImage", "s3:GetObject", "ecr-public:BatchGetImage", "e*:*",
                "ec?:ReplicateImage", "ecr:Replicate Image", "ecr:a:b", "ecr:ReplicateImage ", "ecr:${aws:username}", "**"
            })
    void parse_refuses_what_is_no_action_of_ecr(String action) {
        assertThatThrownBy(() -> PolicyDocument.parse(Kind.REGISTRY, allow("\"Action\": \"" + action + "\"")))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("Statement.Action must be \"*\" or an action of ecr");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"Resource\": \"*\"                                                        | true",
        "\"Resource\": \"arn:aws:ecr:us-west-2:444455556666:repository/prod-api\"   | true",
        "\"Resource\": \"arn:aws:ecr:us-west-2:444455556666:repository/Prod-api\"   | false",
        "\"Resource\": \"arn:aws:ecr:us-west-2:444455556666:repository/prod-ap\"    | false",
        "\"Resource\": \"arn:aws:ecr:us-west-2:444455556666:repository/prod-*\"     | true",
        "\"Resource\": \"arn:aws:ecr:us-west-2:444455556666:repository/*-api\"      | true",
        "\"Resource\": \"arn:aws:ecr:us-west-2:444455556666:repository/prod-???\"   | true",
        "\"Resource\": \"arn:aws:ecr:us-west-2:444455556666:repository/prod-??\"    | false",
        "\"Resource\": \"arn:aws:ecr:us-west-2:444455556666:*\"                     | true",
        "\"Resource\": \"arn:aws:ecr:us-west-2:444455556666:repo*\"                 | true",
        "\"Resource\": \"arn:aws:ecr:us-*-2:*:repository/prod-api\"                 | true",
        "\"Resource\": \"arn:aws*:ecr:*:4444*:repository/*\"                        | true",
        "\"Resource\": \"arn:aws:ecr:*\"                                            | true",
        "\"Resource\": \"arn:aws:ecr:us-west-2:*\"                                  | true",
        "\"Resource\": \"arn:aws:ecr:eu-west-1:*\"                                  | false",
        "\"Resource\": \"arn:aws:ecr:us-west-2:111122223333:repository/*\"          | false",
        "\"Resource\": \"arn:aws-cn:ecr:us-west-2:444455556666:repository/*\"       | false",
        "\"Resource\": [\"arn:aws:ecr:eu-west-1:*\", \"arn:aws:ecr:us-west-2:*\"]   | true",
        "\"NotResource\": \"*\"                                                     | false",
        "\"NotResource\": \"arn:aws:ecr:us-west-2:444455556666:repository/prod-*\"  | false",
        "\"NotResource\": \"arn:aws:ecr:us-west-2:444455556666:repository/test-*\"  | true",
        "\"NotResource\": [\"arn:aws:ecr:eu-west-1:*\", \"arn:aws:ecr:us-west-2:*\"] | false"
    })
    void a_resource_is_matched_with_wildcards(String element, boolean matches) {
        assertThat(decide(allow(element), Policies.replicate()))
                .isEqualTo(matches ? Decision.ALLOW : Decision.IMPLICIT_DENY);
    }

    @ParameterizedTest
    @CsvSource({"*, ALLOW", "arn:aws:ecr:us-west-2:444455556666:repository/*, IMPLICIT_DENY"})
    void an_action_about_no_repository_is_matched_by_a_star_alone(String resource, Decision decision) {
        assertThat(decide(allow("\"Resource\": \"" + resource + "\""), replicateTo("*"))).isEqualTo(decision);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "prod-*", "?", "**", "arn:*", "arn:aws:*", "arn:aws:*:us-west-2:444455556666:repository/x",
                "arn:aws:ec?:us-west-2:444455556666:repository/x", "arn:aws:s3:::bucket", "arn:aws:ecr",
                "arn:aws:ecr:us-west-2", "arn:aws:ecr:us-west-2:444455556666", "arn:aws:ecr:us-west-2:444455556666:",
                "arn:aws:ecr:us-west-2:4444:repository/x", "arn:aws:ecr:us-west-2::repository/x",
                "arn:aws:ecr::444455556666:repository/x", "arn:aws:ecr:us-west-2:444455556666:repository",
                "arn:aws:ecr:us-west-2:444455556666:image/x*", "arn:aws:ecr:${aws:RequestedRegion}:444455556666:repository/x",
                "arn:aws:ecr:us-west-2:${aws:PrincipalAccount}:repository/x", "${aws:username}"
            })
    void parse_refuses_what_is_no_arn_of_a_repository(String resource) {
        assertThatThrownBy(() -> PolicyDocument.parse(Kind.REGISTRY, allow("\"Resource\": \"" + resource + "\"")))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("Statement.Resource must be \"*\" or a repository's ARN");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"Resource\": \"arn:aws:ecr:us-west-2:444455556666:repository/prod-api\"     | ALLOW",
        "\"Resource\": \"arn:aws:ecr:us-west-2:444455556666:repository/other\"        | IMPLICIT_DENY",
        "\"NotResource\": \"arn:aws:ecr:us-west-2:444455556666:repository/prod-api\"  | IMPLICIT_DENY"
    })
    void a_resource_counts_in_a_repository_policy_that_has_one(String element, Decision decision) {
        PolicyDocument policy = PolicyDocument.parse(Kind.REPOSITORY, allow(element));
        assertThat(policy.decide(new AccessRequest(
                        Principal.ofArn(Policies.ROOT), "ecr:BatchGetImage", Policies.REPOSITORY, Map.of())))
                .isEqualTo(decision);
    }
}
