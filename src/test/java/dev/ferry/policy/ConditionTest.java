package dev.ferry.policy;

import static dev.ferry.policy.Policies.allow;
import static dev.ferry.policy.Policies.decide;
import static dev.ferry.policy.Policies.replicateWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each condition operator, with keys that are there, missing, or have several values (IAM User Guide, "Condition
 * operators", "Single-valued vs. multivalued context keys", "Conditions with multiple context keys or values").
 *
 * <p>A row has an operator, the policy's values, the request's ({@code -}: it hasn't got the key; several are
 * separated by commas), and whether the condition is met.
 */
class ConditionTest {
    private static final String KEY = "aws:PrincipalTag/key";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "StringEquals              | \"prod\"             | prod         | true",
        "StringEquals              | \"prod\"             | Prod         | false",
        "StringEquals              | \"prod*\"            | prod-1       | false",
        "StringEquals              | \"prod*\"            | prod*        | true",
        "StringEquals              | [\"a\", \"b\"]       | b            | true",
        "StringEquals              | [\"a\", \"b\"]       | c            | false",
        "StringEquals              | \"\"                 | ``           | true",
        "StringEquals              | 5                    | 5            | true",
        "StringEquals              | true                 | true         | true",
        "StringEquals              | 1.50                 | 1.50         | true",
        "StringNotEquals           | \"prod\"             | prod         | false",
        "StringNotEquals           | \"prod\"             | Prod         | true",
        "StringNotEquals           | [\"a\", \"b\"]       | b            | false",
        "StringNotEquals           | [\"a\", \"b\"]       | c            | true",
        "StringEqualsIgnoreCase    | \"prod\"             | PROD         | true",
        "StringEqualsIgnoreCase    | \"prod\"             | PRODS        | false",
        "StringNotEqualsIgnoreCase | \"prod\"             | PROD         | false",
        "StringNotEqualsIgnoreCase | \"prod\"             | PRODS        | true",
        "StringLike                | \"prod-*\"           | prod-1       | true",
        "StringLike                | \"prod-?\"           | prod-12      | false",
        "StringLike                | \"Prod-*\"           | prod-1       | false",
        "StringLike                | \"*\"                | ``           | true",
        "StringNotLike             | \"prod-*\"           | prod-1       | false",
        "StringNotLike             | \"prod-*\"           | test-1       | true"
    })
    void strings(String operator, String policy, String request, boolean met) {
        check(operator, policy, request, met);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "NumericEquals            | \"10\"       | 10     | true",
        "NumericEquals            | 10           | 10.0   | true",
        "NumericEquals            | 1e1          | 10     | true",
        "NumericEquals            | \"10\"       | 11     | false",
        "NumericEquals            | 0.1          | 0.1    | true",
        "NumericEquals            | \"10\"       | ten    | false",
        "NumericEquals            | [1, 2]       | 2      | true",
        "NumericNotEquals         | \"10\"       | 10.00  | false",
        "NumericNotEquals         | \"10\"       | -10    | true",
        "NumericNotEquals         | [1, 2]       | 2      | false",
        "NumericLessThan          | 10           | 9.99   | true",
        "NumericLessThan          | 10           | 10     | false",
        "NumericLessThanEquals    | 10           | 10     | true",
        "NumericLessThanEquals    | 10           | 10.01  | false",
        "NumericGreaterThan       | 10           | 10     | false",
        "NumericGreaterThan       | 10           | 10.01  | true",
        "NumericGreaterThanEquals | 10           | 10     | true",
        "NumericGreaterThanEquals | 10           | 9      | false"
    })
    void numbers(String operator, String policy, String request, boolean met) {
        check(operator, policy, request, met);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "DateEquals            | \"2026-11-23T10:00:00Z\"      | 2026-11-23T10:00:00Z      | true",
        "DateEquals            | \"2026-11-23T10:00:00Z\"      | 2026-11-23T11:00:00+01:00 | true",
        "DateEquals            | \"2026-11-23T10:00Z\"         | 2026-11-23T10:00:00.000Z  | true",
        "DateEquals            | \"2026-11-23\"                | 2026-11-23T00:00:00Z      | true",
        "DateEquals            | \"2026-11\"                   | 2026-11-01T00:00:00Z      | true",
        "DateEquals            | \"2026\"                      | 2026-01-01T00:00:00Z      | true",
        "DateEquals            | \"1795428000\"                | 2026-11-23T10:00:00Z      | true",
        "DateEquals            | 1795428000                    | 1795428000                | true",
        "DateEquals            | \"2026-11-23T10:00:00Z\"      | 2026-11-23T10:00:01Z      | false",
        "DateEquals            | \"2026-11-23T10:00:00Z\"      | yesterday                 | false",
        "DateNotEquals         | \"2026-11-23T10:00:00Z\"      | 2026-11-23T10:00:00Z      | false",
        "DateNotEquals         | \"2026-11-23T10:00:00Z\"      | 2026-11-23T10:00:01Z      | true",
        "DateLessThan          | \"2026-11-23T10:00:00Z\"      | 2026-11-23T09:59:59.999Z  | true",
        "DateLessThan          | \"2026-11-23T10:00:00Z\"      | 2026-11-23T10:00:00Z      | false",
        "DateLessThanEquals    | \"2026-11-23T10:00:00Z\"      | 2026-11-23T10:00:00Z      | true",
        "DateLessThanEquals    | \"2026-11-23T10:00:00Z\"      | 2026-11-23T10:00:01Z      | false",
        "DateGreaterThan       | \"2026-11-23T10:00:00Z\"      | 2026-11-23T10:00:00Z      | false",
        "DateGreaterThan       | \"2026-11-23T10:00:00Z\"      | 1795428001                | true",
        "DateGreaterThanEquals | \"2026-11-23T10:00:00Z\"      | 1795428000                | true",
        "DateGreaterThanEquals | \"2026-11-23T10:00:00Z\"      | 1795427999                | false"
    })
    void dates(String operator, String policy, String request, boolean met) {
        check(operator, policy, request, met);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "Bool         | \"true\"             | true     | true",
        "Bool         | \"true\"             | false    | false",
        "Bool         | false                | false    | true",
        "Bool         | \"True\"             | true     | true",
        "Bool         | \"true\"             | yes      | false",
        "Bool         | [true, false]        | false    | true",
        "BinaryEquals | \"QmluYXJ5\"         | QmluYXJ5 | true",
        "BinaryEquals | \"QmluYXJ5\"         | qmluYXJ5 | false",
        "BinaryEquals | \"QmluYXJ5\"         | Binary   | false",
        "BinaryEquals | \"QmluYXJ5\"         | ????     | false",
        "BinaryEquals | \"QQ==\"             | QQ==     | true"
    })
    void booleans_and_bytes(String operator, String policy, String request, boolean met) {
        check(operator, policy, request, met);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "IpAddress    | \"203.0.113.0/24\"                        | 203.0.113.255         | true",
        "IpAddress    | \"203.0.113.0/24\"                        | 203.0.114.0           | false",
        "IpAddress    | \"203.0.113.7/24\"                        | 203.0.113.1           | true",
        "IpAddress    | \"203.0.113.128/25\"                      | 203.0.113.127         | false",
        "IpAddress    | \"203.0.113.128/25\"                      | 203.0.113.128         | true",
        "IpAddress    | \"128.0.0.0/1\"                           | 127.255.255.255       | false",
        "IpAddress    | \"203.0.113.7\"                           | 203.0.113.7           | true",
        "IpAddress    | \"203.0.113.7\"                           | 203.0.113.6           | false",
        "IpAddress    | \"203.0.113.7/32\"                        | 203.0.113.7           | true",
        "IpAddress    | \"0.0.0.0/0\"                             | 198.51.100.1          | true",
        "IpAddress    | \"0.0.0.0/0\"                             | 2001:db8::1           | false",
        "IpAddress    | \"::/0\"                                  | 2001:db8::1           | true",
        "IpAddress    | \"::/0\"                                  | 198.51.100.1          | false",
        "IpAddress    | \"2001:DB8:1234:5678::/64\"               | 2001:db8:1234:5678::9 | true",
        "IpAddress    | \"2001:DB8:1234:5678::/64\"               | 2001:db8:1234:5679::9 | false",
        "IpAddress    | \"2001:db8::/33\"                         | 2001:db8:8000::1      | false",
        "IpAddress    | \"2001:db8::1\"                           | 2001:db8:0:0:0:0:0:1  | true",
        "IpAddress    | \"2001:db8::1\"                           | 2001:db8::2           | false",
        "IpAddress    | \"203.0.113.0/24\"                        | ::ffff:203.0.113.1    | true",
        "IpAddress    | \"203.0.113.0/24\"                        | localhost             | false",
        "IpAddress    | \"203.0.113.0/24\"                        | 203.0.113.01          | false",
        "IpAddress    | \"203.0.113.0/24\"                        | 203.0.113             | false",
        "IpAddress    | [\"203.0.113.0/24\", \"2001:db8::/32\"]   | 2001:db8::1           | true",
        "NotIpAddress | \"203.0.113.0/24\"                        | 203.0.113.1           | false",
        "NotIpAddress | \"203.0.113.0/24\"                        | 198.51.100.1          | true",
        "NotIpAddress | [\"203.0.113.0/24\", \"198.51.100.0/24\"] | 198.51.100.1          | false"
    })
    void addresses(String operator, String policy, String request, boolean met) {
        check(operator, policy, request, met);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"arn:aws:iam::111122223333:role/build\"        | arn:aws:iam::111122223333:role/build      | true",
        "\"arn:aws:iam::111122223333:role/build\"        | arn:aws:iam::111122223333:role/Build      | false",
        "\"arn:aws:iam::111122223333:role/*\"            | arn:aws:iam::111122223333:role/a/b        | true",
        "\"arn:aws:iam::111122223333:role/b???d\"        | arn:aws:iam::111122223333:role/build      | true",
        "\"arn:aws:iam::*:role/build\"                   | arn:aws:iam::111122223333:role/build      | true",
        "\"arn:*:*:*:*:*\"                               | arn:aws:iam::111122223333:role/build      | true",
        "\"arn:aws:*:::role/build\"                      | arn:aws:iam::111122223333:role/build      | false",
        "\"arn:aws:sns:*:*:a:*\"                         | arn:aws:sns:us-west-2:111122223333:a:b:c  | true",
        "\"arn:aws:sns:*:*:a\"                           | arn:aws:sns:us-west-2:111122223333:a:b    | false",
        "\"*\"                                           | arn:aws:iam::111122223333:role/build      | true",
        "\"*\"                                           | build                                     | false",
        "\"arn:aws:iam::*:*\"                            | arn:aws:iam::111122223333                 | false",
        "[\"arn:aws:iam::1*:*\", \"arn:aws:iam::4*:*\"]  | arn:aws:iam::444455556666:root            | true"
    })
    void arns(String policy, String request, boolean met) {
        check("ArnLike", policy, request, met);
        check("ArnEquals", policy, request, met);
        check("ArnNotLike", policy, request, !met);
        check("ArnNotEquals", policy, request, !met);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"true\"          | -     | true",
        "\"true\"          | a     | false",
        "\"true\"          | ``    | true",
        "\"false\"         | -     | false",
        "\"false\"         | a     | true",
        "\"false\"         | a,b   | true",
        "\"false\"         | ``    | false",
        "[true, \"false\"] | -     | true"
    })
    void null_asks_whether_the_key_is_missing(String policy, String request, boolean met) {
        check("Null", policy, request, met);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void a_missing_key_meets_negated_operators_and_those_with_if_exists(String operator, String value, boolean negated) {
        check(operator, value, "-", negated);
        check(operator + "IfExists", value, "-", true);
        check("ForAnyValue:" + operator, value, "-", false);
        check("ForAnyValue:" + operator + "IfExists", value, "-", true);
        check("ForAllValues:" + operator, value, "-", true);
        check("ForAllValues:" + operator + "IfExists", value, "-", true);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void a_key_without_values_is_a_missing_key(String operator, String value, boolean negated) {
        assertThat(isMet(operator, value, List.of())).isEqualTo(negated);
        assertThat(isMet("ForAnyValue:" + operator, value, List.of())).isFalse();
        assertThat(isMet("ForAllValues:" + operator, value, List.of())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("operators")
    void a_key_that_is_there_is_compared_whether_or_not_it_has_to_exist(String operator, String value, boolean negated) {
        String other = "arn:other:other:::other";
        check(operator, value, other, negated);
        check(operator + "IfExists", value, other, negated);
        check("ForAnyValue:" + operator + "IfExists", value, other, negated);
        check("ForAllValues:" + operator + "IfExists", value, other, negated);
    }

    static Stream<Arguments> operators() {
        return Stream.of(ConditionOperator.values()).map(operator -> {
            String name = operator.name();
            String value = name.contains("STRING") ? "\"a\"" : name.contains("ARN") ? "\"arn:aws:iam::1*:x\""
                    : name.contains("IP") ? "\"203.0.113.0/24\"" : name.equals("BOOL") ? "true"
                    : name.startsWith("BINARY") ? "\"QQ==\"" : "5";
            String text = Stream.of(name.split("_"))
                    .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining());
            return Arguments.of(text, value, name.contains("NOT_"));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "ForAllValues:StringEquals    | [\"a\", \"b\"] | a     | true",
        "ForAllValues:StringEquals    | [\"a\", \"b\"] | a,b   | true",
        "ForAllValues:StringEquals    | [\"a\", \"b\"] | a,c   | false",
        "ForAllValues:StringEquals    | [\"a\", \"b\"] | ``    | true",
        "ForAnyValue:StringEquals     | [\"a\", \"b\"] | a,c   | true",
        "ForAnyValue:StringEquals     | [\"a\", \"b\"] | c,d   | false",
        "ForAnyValue:StringEquals     | [\"a\", \"b\"] | ``    | false",
        "ForAllValues:StringNotEquals | [\"a\", \"b\"] | c,d   | true",
        "ForAllValues:StringNotEquals | [\"a\", \"b\"] | a,d   | false",
        "ForAnyValue:StringNotEquals  | [\"a\", \"b\"] | a,d   | true",
        "ForAnyValue:StringNotEquals  | [\"a\", \"b\"] | a,b   | false",
        "ForAllValues:StringLike      | [\"a*\"]       | a,ab  | true",
        "ForAnyValue:StringNotLike    | [\"a*\"]       | a,ab  | false",
        "ForAnyValue:Bool             | true           | false,true | true",
        "ForAllValues:Bool            | true           | false,true | false",
        "StringEquals                 | \"a\"          | a,b   | true",
        "StringNotEquals              | \"a\"          | a,b   | false"
    })
    void several_values_of_the_request(String operator, String policy, String request, boolean met) {
        check(operator, policy, request, met);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "NumericEquals | \"ten\"", "NumericEquals | true", "DateEquals | \"2026-13-01\"", "DateEquals | \"2026-02-30\"",
        "DateEquals | \"2026-11-23T10:00:00\"", "DateEquals | \"23.11.2026\"", "DateEquals | \"\"", "Bool | \"yes\"",
        "Bool | 1", "Null | \"maybe\"", "BinaryEquals | \"a\"", "BinaryEquals | \"%\"", "IpAddress | \"203.0.113.0/33\"",
        "IpAddress | \"203.0.113.0/\"", "IpAddress | \"203.0.113.0/-1\"", "IpAddress | \"203.0.113.0/255.255.255.0\"",
        "IpAddress | \"203.0.113\"", "IpAddress | \"256.0.0.0/8\"", "IpAddress | \"010.0.0.0/8\"", "IpAddress | \"*\"",
        "IpAddress | \"2001:db8::/129\"", "IpAddress | \"2001:db8\"", "IpAddress | \"fe80::1%eth0\"",
        "IpAddress | \"::ffff:203.0.113.0/120\"", "IpAddress | \"localhost\"", "IpAddress | \"a.example.com\"",
        "IpAddress | \"[::1]\"", "ArnLike | \"build\"", "ArnLike | \"arn:aws:*:111122223333:root\"", "ArnLike | \"arn:aws:iam::111122223333\"",
        "ArnLike | \"urn:aws:iam::111122223333:root\"", "ArnLike | 5"
    })
    void parse_refuses_a_value_that_is_not_of_the_operators_type(String operator, String value) {
        assertThatThrownBy(() -> check(operator, value, "-", false))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("Condition." + operator + "." + KEY + " must be ");
    }

    private static void check(String operator, String policy, String request, boolean met) {
        List<String> values = request == null || request.isEmpty() ? List.of("") : List.of(request.split(","));
        boolean actual = request != null && request.equals("-")
                ? isMet(operator, policy, null)
                : isMet(operator, policy, values);
        assertThat(actual).as("%s: %s, %s", operator, policy, request).isEqualTo(met);
    }

    private static boolean isMet(String operator, String policy, List<String> request) {
        String condition = "\"Condition\": {\"" + operator + "\": {\"" + KEY + "\": " + policy + "}}";
        return decide(allow(condition), replicateWith(request == null ? Map.of() : Map.of(KEY, request)))
                == Decision.ALLOW;
    }
}
