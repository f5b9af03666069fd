package dev.ferry.policy;

import static dev.ferry.policy.Policies.allow;
import static dev.ferry.policy.Policies.decide;
import static dev.ferry.policy.Policies.replicate;
import static dev.ferry.policy.Policies.replicateTo;
import static dev.ferry.policy.Policies.replicateWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.policy.PolicyDocument.Kind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies written to take the evaluator's time, stack or memory: each is answered, and at once. */
class HostilePolicyTest {
    private static final int MANY = 10_000;

    @Test
    void ten_thousand_stars_match_what_one_matches() {
        String stars = "*".repeat(MANY);
        assertThat(decide(allow("\"Action\": \"ecr:" + stars + "\""), replicate())).isEqualTo(Decision.ALLOW);
        assertThat(decide(
                        allow("\"Resource\": \"arn:aws:ecr:us-west-2:444455556666:repository/" + stars + "\""), replicate()))
                .isEqualTo(Decision.ALLOW);
    }

    @Test
    void stars_between_letters_do_not_backtrack_into_each_other() {
        String pattern = "a*".repeat(MANY / 2) + "b";
        String text = "a".repeat(MANY);
        assertThat(decide(
                        allow("\"Resource\": \"arn:aws:ecr:us-west-2:444455556666:repository/" + pattern + "\""),
                        replicateTo("arn:aws:ecr:us-west-2:444455556666:repository/" + text)))
                .isEqualTo(Decision.IMPLICIT_DENY);
        String condition = "\"Condition\": {\"StringLike\": {\"aws:UserAgent\": \"" + pattern + "\"}}";
        assertThat(decide(allow(condition), replicateWith(Map.of("aws:UserAgent", List.of(text)))))
                .isEqualTo(Decision.IMPLICIT_DENY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"Statement\":["})
    void deep_nesting_is_refused(String opening) {
        assertThatThrownBy(() -> PolicyDocument.parse(Kind.REGISTRY, opening.repeat(MANY)))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("not valid JSON")
                .hasMessageContaining("nesting depth");
    }

    @Test
    void a_list_nested_as_deep_as_json_may_be_is_no_action() {
        assertThatThrownBy(() -> PolicyDocument.parse(
                        Kind.REGISTRY, allow("\"Action\": " + "[".repeat(900) + "]".repeat(900))))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("Statement.Action[0] must be a string");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "1E1000", "0x10", "NaN", "Infinity", "1,5", "", " 1", "١"})
    void numbers_without_bounds_or_in_other_writings_are_refused(String number) {
        assertThatThrownBy(() -> PolicyDocument.parse(
                        Kind.REGISTRY,
                        allow("\"Condition\": {\"NumericEquals\": {\"aws:EpochTime\": \"" + number + "\"}}")))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("must be a number");
    }

    @Test
    void unquoted_numbers_without_bounds_are_refused_as_quoted_ones_are() {
        for (String number : List.of("1e999999999", "1" + "0".repeat(900), "-1e-2147483647")) {
            assertThatThrownBy(() -> PolicyDocument.parse(
                            Kind.REGISTRY,
                            allow("\"Condition\": {\"NumericEquals\": {\"aws:EpochTime\": " + number + "}}")))
                    .as(number)
                    .isInstanceOf(InvalidPolicyException.class);
        }
        assertThatThrownBy(() -> PolicyDocument.parse(Kind.REGISTRY, allow("\"Sid\": " + "1".repeat(MANY))))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("not valid JSON");
    }

    @Test
    void a_number_of_the_request_without_bounds_equals_none() {
        String policy = allow("\"Condition\": {\"NumericGreaterThan\": {\"aws:EpochTime\": 1}}");
        assertThat(decide(policy, replicateWith(Map.of("aws:EpochTime", List.of("1e999999999")))))
                .isEqualTo(Decision.IMPLICIT_DENY);
    }

    @ParameterizedTest
    @MethodSource
    void ten_thousand_characters_of_anything_are_refused_without_a_stack_overflow(String statement) {
        assertThatThrownBy(() -> PolicyDocument.parse(Kind.REGISTRY, allow(statement)))
                .isInstanceOf(InvalidPolicyException.class);
    }

    static Stream<String> ten_thousand_characters_of_anything_are_refused_without_a_stack_overflow() {
        return Stream.of(
                "\"Principal\": {\"Service\": \"" + "a.".repeat(MANY / 2) + "a\"}",
                "\"Principal\": {\"Federated\": \"" + "a.".repeat(MANY / 2) + "a\"}",
                "\"Principal\": {\"AWS\": \"arn:aws:iam::111122223333:user/" + "a/".repeat(MANY / 2) + "*\"}",
                "\"Principal\": {\"AWS\": \"" + "1".repeat(MANY) + "\"}",
                "\"Action\": \"ecr:" + "a".repeat(MANY) + "!\"",
                "\"Resource\": \"arn:aws:ecr:us-west-2:" + "1".repeat(MANY) + ":repository/x\"",
                "\"Resource\": \"" + ":".repeat(MANY) + "\"",
                "\"Resource\": \"arn:aws:ecr:us-west-2:444455556666:repository/" + "${".repeat(MANY / 2) + "\"",
                "\"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"" + "1:".repeat(MANY / 2) + "\"}}",
                "\"Condition\": {\"StringEquals\": {\"aws:PrincipalTag/" + "a".repeat(MANY) + "\": \"x\"}}",
                "\"Condition\": {\"DateEquals\": {\"aws:CurrentTime\": \"" + "9".repeat(MANY) + "\"}}");
    }

    @Test
    void a_long_user_name_is_a_principal_like_any_other() {
        String arn = "arn:aws:iam::111122223333:user/" + "a/".repeat(MANY / 2) + "a";
        assertThat(decide(
                        allow("\"Principal\": {\"AWS\": \"" + arn + "\"}"),
                        Policies.replicateAs(Principal.ofArn(arn))))
                .isEqualTo(Decision.ALLOW);
    }

    @Test
    void many_values_of_a_request_are_compared_with_many_of_a_policy() {
        String values = String.join(",", Collections.nCopies(500, "\"*a*b*c*d\""));
        String policy = allow("\"Condition\": {\"ForAllValues:StringNotLike\": {\"aws:TagKeys\": [" + values + "]}}");
        assertThat(decide(policy, replicateWith(Map.of("aws:TagKeys", Collections.nCopies(50, "abc".repeat(40))))))
                .isEqualTo(Decision.ALLOW);
    }
}
