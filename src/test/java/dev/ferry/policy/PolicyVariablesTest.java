package dev.ferry.policy;

import static dev.ferry.policy.Policies.decide;
import static dev.ferry.policy.Policies.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.policy.PolicyDocument.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policy variables in resources and in the values of conditions (IAM User Guide, "Variables and tags"). */
class PolicyVariablesTest {
    private static final String REPOSITORIES = "arn:aws:ecr:us-west-2:444455556666:repository/";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "${aws:PrincipalTag/team}/*              | red/api       | red   | true",
        "${AWS:PRINCIPALTAG/TEAM}/*              | red/api       | red   | true",
        "${aws:PrincipalTag/team}/*              | blue/api      | red   | false",
        "${aws:PrincipalTag/team}/*              | /api          | -     | false",
        "${aws:PrincipalTag/team}/*              | blue/api      | *     | false",
        "${aws:PrincipalTag/team}/*              | */api         | *     | true",
        "a-${aws:PrincipalTag/team}-${aws:PrincipalTag/team} | a-red-red | red | true",
        "${aws:PrincipalTag/team, 'everyone'}/*  | everyone/api  | -     | true",
        "${aws:PrincipalTag/team, 'everyone'}/*  | everyone/api  | red   | false",
        "${aws:PrincipalTag/team,'everyone'}/*   | everyone/api  | -     | true",
        "${aws:PrincipalTag/team, '*'}           | x             | -     | false",
        "${aws:PrincipalTag/team, ''}x           | x             | -     | true",
        "${*}                                    | *             | -     | true",
        "${*}                                    | x             | -     | false",
        "a${?}*                                  | a?b           | -     | true",
        "a${?}*                                  | abb           | -     | false",
        "${$}{aws:PrincipalTag/team}             | ${aws:PrincipalTag/team} | red | true",
        "$x$                                     | $x$           | -     | true",
        "{x}                                     | {x}           | -     | true"
    })
    void a_resource_has_the_value_for_the_variable(String pattern, String name, String team, boolean matches) {
        String policy = policy("2012-10-17", "Allow", "\"Resource\": \"" + REPOSITORIES + pattern + "\"");
        assertThat(decide(policy, request(name, team))).isEqualTo(matches ? Decision.ALLOW : Decision.IMPLICIT_DENY);
        String inverse = policy("2012-10-17", "Allow", "\"NotResource\": \"" + REPOSITORIES + pattern + "\"");
        assertThat(decide(inverse, request(name, team))).isEqualTo(matches ? Decision.IMPLICIT_DENY : Decision.ALLOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "StringEquals              | ${aws:PrincipalTag/team}     | red  | red  | true",
        "StringEquals              | ${aws:PrincipalTag/team}     | blue | red  | false",
        "StringEquals              | ${aws:PrincipalTag/team}     | red  | -    | false",
        "StringNotEquals           | ${aws:PrincipalTag/team}     | red  | red  | false",
        "StringNotEquals           | ${aws:PrincipalTag/team}     | red  | -    | true",
        "StringEqualsIgnoreCase    | ${aws:PrincipalTag/team}     | RED  | red  | true",
        "StringLike                | ${aws:PrincipalTag/team}*    | reds | red  | true",
        "StringLike                | ${aws:PrincipalTag/team}     | red  | *    | false",
        "StringNotLike             | ${aws:PrincipalTag/team}*    | reds | -    | true",
        "StringEquals              | ${*}                         | *    | -    | true",
        "StringLike                | ${*}                         | x    | -    | false",
        "StringEqualsIfExists      | ${aws:PrincipalTag/team}     | red  | -    | false",
        "ForAnyValue:StringEquals  | ${aws:PrincipalTag/team}     | red  | red  | true"
    })
    void a_strings_condition_has_the_value_for_the_variable(
            String operator, String value, String tag, String team, boolean met) {
        String policy = policy(
                "2012-10-17",
                "Allow",
                "\"Condition\": {\"" + operator + "\": {\"aws:ResourceTag/team\": \"" + value + "\"}}");
        AccessRequest request = request("x", team);
        Map<String, List<String>> context = new HashMap<>(request.context());
        context.put("aws:ResourceTag/team", List.of(tag));
        assertThat(decide(policy, new AccessRequest(request.principal(), request.action(), request.resource(), context)))
                .isEqualTo(met ? Decision.ALLOW : Decision.IMPLICIT_DENY);
    }

    @Test
    void a_variable_in_an_arn_stays_in_its_part() {
        String policy = policy(
                "2012-10-17",
                "Allow",
                "\"Condition\": {\"ArnLike\": {\"aws:SourceArn\":"
                        + " \"arn:aws:sns:us-west-2:${aws:PrincipalAccount}:${aws:PrincipalTag/team}\"}}");
        assertThat(decide(policy, sns("111122223333", "a"))).isEqualTo(Decision.ALLOW);
        assertThat(decide(policy, sns("444455556666", "a"))).isEqualTo(Decision.IMPLICIT_DENY);
        assertThat(decide(policy, sns("111122223333:a", ""))).isEqualTo(Decision.IMPLICIT_DENY);
        assertThat(decide(policy, sns("*", "*"))).isEqualTo(Decision.IMPLICIT_DENY);
    }

    @Test
    void a_variable_with_several_values_has_none() {
        String policy = policy(
                "2012-10-17", "Allow", "\"Condition\": {\"StringEquals\": {\"aws:userid\": \"${aws:username}\"}}");
        assertThat(decide(
                        policy,
                        Policies.replicateWith(
                                Map.of("aws:userid", List.of("a"), "aws:username", List.of("a", "b")))))
                .isEqualTo(Decision.IMPLICIT_DENY);
    }

    @Test
    void before_2012_10_17_a_variable_is_text() {
        String condition = "\"Condition\": {\"StringEquals\": {\"aws:userid\": \"${nothing}\"}}";
        AccessRequest request = Policies.replicateWith(Map.of("aws:userid", List.of("${nothing}")));
        assertThat(decide(policy("2008-10-17", "Allow", condition), request)).isEqualTo(Decision.ALLOW);
        assertThat(decide("{\"Statement\": " + Policies.statement("Allow", condition) + "}", request))
                .isEqualTo(Decision.ALLOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${", "${}", "${ }", "${aws:username", "${aws:nothing}", "${s3:prefix}", "${aws:TagKeys}",
                "${aws:CalledVia}", "${aws:PrincipalOrgPaths}", "${aws:username, x}", "${aws:username, 'x}",
                "${aws:username 'x'}", "${aws:username, 'x' }", "${aws:PrincipalTag/}", "${**}", "${${aws:username}}"
            })
    void parse_refuses_a_variable_it_does_not_know(String text) {
        assertThatThrownBy(() -> PolicyDocument.parse(
                        Kind.REGISTRY,
                        policy("2012-10-17", "Allow", "\"Resource\": \"" + REPOSITORIES + text + "\"")))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("Statement.Resource must be text")
                .hasMessageContaining("variables");
        assertThatThrownBy(() -> PolicyDocument.parse(
                        Kind.REGISTRY,
                        policy(
                                "2012-10-17",
                                "Allow",
                                "\"Condition\": {\"StringLike\": {\"aws:username\": \"" + text + "\"}}")))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("variables");
    }

    private static AccessRequest request(String repository, String team) {
        return new AccessRequest(
                Principal.ofArn(Policies.ROOT),
                "ecr:ReplicateImage",
                REPOSITORIES + repository,
                team.equals("-") ? Map.of() : Map.of("aws:PrincipalTag/Team", List.of(team)));
    }

    private static AccessRequest sns(String account, String team) {
        return Policies.replicateWith(Map.of(
                "aws:SourceArn", List.of("arn:aws:sns:us-west-2:111122223333:a"),
                "aws:PrincipalAccount", List.of(account),
                "aws:PrincipalTag/team", List.of(team)));
    }
}
