package dev.ferry.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.policy.PolicyDocument.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policy of a principal, which names actions and resources, but no principal. */
class IdentityPolicyTest {
    private static final String TEAM = "arn:aws:ecr:us-west-2:111122223333:repository/team/app";

    @Test
    void an_explicit_deny_comes_before_an_allow_and_what_is_not_named_is_implicitly_denied() {
        PolicyDocument policy = PolicyDocument.parse(Kind.IDENTITY, """
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Action":["ecr:*Image*","iam:GetRole"],"Resource":"*"},
                  {"Effect":"Deny","Action":"ecr:*","Resource":"arn:aws:ecr:*:*:repository/secret"}]}""");

        assertThat(policy.decide(request("ecr:PutImage", TEAM))).isEqualTo(Decision.ALLOW);
        assertThat(policy.decide(request("iam:GetRole", "*"))).isEqualTo(Decision.ALLOW);
        assertThat(policy.decide(request("ecr:PutImage", "arn:aws:ecr:us-west-2:111122223333:repository/secret")))
                .isEqualTo(Decision.EXPLICIT_DENY);
        assertThat(policy.decide(request("ecr:DeleteRepository", TEAM))).isEqualTo(Decision.IMPLICIT_DENY);
    }

    @Test
    void a_condition_narrows_it_further() {
        PolicyDocument policy = PolicyDocument.parse(Kind.IDENTITY, """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecr:*","Resource":"*",
                  "Condition":{"StringEquals":{"aws:RequestedRegion":"us-west-2"}}}}""");

        assertThat(policy.decide(request("ecr:PutImage", TEAM))).isEqualTo(Decision.ALLOW);
        assertThat(policy.decide(new AccessRequest(request("ecr:PutImage", TEAM).principal(), "ecr:PutImage", TEAM,
                Map.of("aws:RequestedRegion", List.of("eu-west-1"))))).isEqualTo(Decision.IMPLICIT_DENY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ecr:*\",\"Resource\":\"*\"} | must not have a Principal",
        "{\"Effect\":\"Allow\",\"NotPrincipal\":\"*\",\"Action\":\"ecr:*\",\"Resource\":\"*\"} | must not have a Principal",
        "{\"Effect\":\"Allow\",\"Action\":\"ecr:*\"} | must have either Resource or NotResource",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"} | action",
    })
    void what_is_no_identity_policy_is_refused(String statement, String why) {
        assertThatThrownBy(() -> PolicyDocument.parse(
                        Kind.IDENTITY, "{\"Version\":\"2012-10-17\",\"Statement\":" + statement + "}"))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining(why);
    }

    @Test
    void other_services_actions_are_still_none_of_a_registrys_policy() {
        assertThatThrownBy(() -> PolicyDocument.parse(Kind.REGISTRY, """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"iam:GetRole","Resource":"*"}}"""))
                .isInstanceOf(InvalidPolicyException.class);
    }

    private static AccessRequest request(String action, String resource) {
        return new AccessRequest(Principal.ofArn("arn:aws:iam::111122223333:user/ci"), action, resource,
                Map.of("aws:RequestedRegion", List.of("us-west-2")));
    }
}
