package dev.ferry.policy;

import static dev.ferry.policy.Policies.allow;
import static dev.ferry.policy.Policies.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.policy.PolicyDocument.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What isn't known makes a policy invalid, and the message says where and why. */
class InvalidPolicyTest {

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void parse_refuses(String policy, String message) {
        assertThatThrownBy(() -> PolicyDocument.parse(Kind.REGISTRY, policy))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> parse_refuses() {
        String valid = statement("Allow");
        return Stream.of(
                row("", "The policy must be a JSON object"),
                row("null", "The policy must be a JSON object"),
                row("[]", "The policy must be a JSON object"),
                row("{", "The policy is not valid JSON (line 1, column 2)"),
                row("{\"Statement\": " + valid + "} x", "The policy is not valid JSON"),
                row("{\"Statement\": " + valid + "}{}", "The policy is not valid JSON"),
                row("{\"Statement\": " + valid + ", \"Statement\": " + valid + "}", "Duplicate field 'Statement'"),
                row("{\"Statement\": {\"Effect\": \"Allow\", \"Effect\": \"Deny\"}}", "Duplicate field 'Effect'"),
                row("{}", "must have a Statement"),
                row("{\"Statement\": []}", "Statement must not be an empty list"),
                row("{\"Statement\": \"*\"}", "Statement must be a JSON object"),
                row("{\"Statement\": [1]}", "Statement[0] must be a JSON object"),
                row("{\"Statement\": " + valid + ", \"Statements\": []}", "Statements is not an element"),
                row("{\"Version\": \"2012-10-18\", \"Statement\": " + valid + "}", "Version must be \"2012-10-17\""),
                row("{\"Version\": 2012, \"Statement\": " + valid + "}", "Version must be a string, not '2012'"),
                row("{\"Id\": 1, \"Statement\": " + valid + "}", "Id must be a string"),
                row(
                        "{\"Statement\": [" + statement("Allow", "\"Sid\": \"a\"") + "," + statement("Deny", "\"Sid\": \"a\"")
                                + "]}",
                        "Statement[1] must not have the Sid of another"),
                row(allow("\"Sid\": 1"), "Statement.Sid must be a string"),
                row(allow("\"Effekt\": 1"), "Statement.Effekt is not an element"),
                row("{\"Statement\": {\"Principal\": \"*\"}}", "Statement must have an Effect"),
                row("{\"Statement\": " + statement("allow") + "}", "Effect must be \"Allow\" or \"Deny\", not 'allow'"),
                row("{\"Statement\": {\"Effect\": \"Allow\", \"Resource\": \"*\"}}", "must have either Principal or NotPrincipal"),
                row(
                        "{\"Statement\": {\"Effect\": \"Allow\", \"Resource\": \"*\", \"Principal\": \"*\"}}",
                        "must have either Action or NotAction"),
                row(
                        "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Principal\": \"*\"}}",
                        "must have either Resource or NotResource"),
                row(allow("\"Principal\": \"*\"", "\"NotPrincipal\": \"*\""), "both Principal and NotPrincipal"),
                row(allow("\"Action\": \"*\"", "\"NotAction\": \"*\""), "both Action and NotAction"),
                row(allow("\"Resource\": \"*\"", "\"NotResource\": \"*\""), "both Resource and NotResource"),
                row(allow("\"Principal\": \"111122223333\""), "Statement.Principal must be \"*\" or an object"),
                row(allow("\"Principal\": [\"*\"]"), "Statement.Principal must be a JSON object"),
                row(allow("\"Principal\": {}"), "Statement.Principal must name a principal"),
                row(allow("\"Principal\": {\"AWS\": []}"), "Principal.AWS must not be an empty list"),
                row(allow("\"Principal\": {\"AWS\": [\"*\", 5]}"), "Principal.AWS[1] must be a string"),
                row(allow("\"Principal\": {\"Group\": \"x\"}"), "Principal.Group is not an element"),
                row(allow("\"Principal\": {\"aws\": \"*\"}"), "Principal.aws is not an element"),
                row(allow("\"Action\": []"), "Statement.Action must not be an empty list"),
                row(allow("\"Action\": null"), "Statement.Action must be a string"),
                row(allow("\"Action\": [[\"*\"]]"), "Statement.Action[0] must be a string"),
                row(allow("\"Resource\": {}"), "Statement.Resource must be a string"),
                row(allow("\"Condition\": []"), "Statement.Condition must be a JSON object"),
                row(condition("\"StringEquals\": \"x\""), "Condition.StringEquals must be a JSON object"),
                row(condition("\"StringEquals\": {}"), "Condition.StringEquals must have a condition key"),
                row(condition("\"StringEquals\": {\"aws:username\": []}"), "must not be an empty list"),
                row(condition("\"StringEquals\": {\"aws:username\": null}"), "must be a string, a number or a boolean"),
                row(condition("\"StringEquals\": {\"aws:username\": {}}"), "must be a string, a number or a boolean"),
                row(
                        condition("\"StringEquals\": {\"aws:username\": \"a\", \"AWS:UserName\": \"b\"}"),
                        "must not be the same key"),
                row(condition("\"StringEquals\": {\"aws:nothing\": \"a\"}"), "is no condition key"),
                row(condition("\"StringEquals\": {\"s3:prefix\": \"a\"}"), "is no condition key"),
                row(condition("\"StringEquals\": {\"aws:username/x\": \"a\"}"), "is no condition key"),
                row(condition("\"StringEquals\": {\"aws:PrincipalTag\": \"a\"}"), "is no condition key"),
                row(condition("\"StringEquals\": {\"aws:PrincipalTag/\": \"a\"}"), "is no condition key"),
                row(condition("\"StringEquals\": {\"ecr:PrincipalTag/a\": \"a\"}"), "is no condition key"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "StringEqual", "stringequals", "StringEqualsIfExistsIfExists", "IfExists", "", "ForAnyValue:",
                "ForAnyValue:IfExists", "ForNoValue:StringEquals", "forAnyValue:StringEquals",
                "ForAnyValue:ForAllValues:StringEquals", "NullIfExists", "ForAnyValue:Null", "ForAllValues:Null",
                "BinaryNotEquals", "BoolNotEquals", "NotIpAddressLike"
            })
    void parse_refuses_an_operator_it_does_not_know(String operator) {
        assertThatThrownBy(() -> PolicyDocument.parse(
                        Kind.REGISTRY, condition("\"" + operator + "\": {\"aws:username\": \"true\"}")))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("is not a condition operator");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths",
                "aws:PrincipalType", "aws:PrincipalTag/team", "aws:PrincipalIsAWSService", "aws:PrincipalServiceName",
                "aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceIp", "aws:SecureTransport",
                "aws:CurrentTime", "aws:EpochTime", "aws:RequestedRegion", "aws:UserAgent", "aws:Referer", "aws:userid",
                "aws:username", "aws:ViaAWSService", "aws:CalledVia", "aws:VpcSourceIp", "aws:SourceVpc",
                "aws:SourceVpce", "aws:RequestTag/Cost Center", "aws:ResourceTag/a/b", "aws:TagKeys",
                "aws:ResourceAccount", "ecr:ResourceTag/team", "AWS:SOURCEIP"
            })
    void parse_accepts_the_condition_keys_of_requests_to_a_registry(String key) {
        assertThatCode(() -> PolicyDocument.parse(
                        Kind.REGISTRY, condition("\"Null\": {\"" + key + "\": [true, \"FALSE\"]}")))
                .doesNotThrowAnyException();
    }

    @Test
    void parse_accepts_what_the_grammar_leaves_out() {
        assertThatCode(() -> PolicyDocument.parse(
                        Kind.REGISTRY,
                        "{\"Id\": \"any text\", \"Statement\": [" + statement("Allow", "\"Sid\": \"\"") + ","
                                + statement("Deny", "\"Sid\": \"\"", "\"Condition\": {}") + "]}"))
                .doesNotThrowAnyException();
    }

    @Test
    void a_message_quotes_no_more_of_the_policy_than_a_person_reads() {
        assertThatThrownBy(() -> PolicyDocument.parse(Kind.REGISTRY, allow("\"Action\": \"" + "x".repeat(9_000) + "\"")))
                .isInstanceOf(InvalidPolicyException.class)
                .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(300));
        assertThatThrownBy(() -> PolicyDocument.parse(Kind.REGISTRY, "{\"" + "x".repeat(9_000) + "\": 1}"))
                .isInstanceOf(InvalidPolicyException.class)
                .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(300));
    }

    private static String condition(String operators) {
        return allow("\"Condition\": {" + operators + "}");
    }

    private static Arguments row(String policy, String message) {
        return Arguments.of(policy, message);
    }
}
