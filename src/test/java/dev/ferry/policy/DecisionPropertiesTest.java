package dev.ferry.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.policy.PolicyDocument.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Random policies and requests, drawn from so few words that they meet often, decided twice. */
class DecisionPropertiesTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String REPOSITORIES = "arn:aws:ecr:us-west-2:444455556666:repository/";

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void decides_as_the_user_guide_reads(@ForAll("policies") String policy, @ForAll("requests") AccessRequest request)
            throws Exception {
        assertDecidedAsTheUserGuideReads(policy, request);
    }

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    @Tag("full")
    void decides_as_the_user_guide_reads_for_long(
            @ForAll("policies") String policy, @ForAll("requests") AccessRequest request) throws Exception {
        assertDecidedAsTheUserGuideReads(policy, request);
    }

    private static void assertDecidedAsTheUserGuideReads(String policy, AccessRequest request) throws Exception {
        Decision expected = NaiveEvaluator.decide(policy, request);
        Statistics.collect(expected);
        Statistics.coverage(coverage -> {
            for (Decision decision : Decision.values()) {
                coverage.check(decision).percentage(percentage -> percentage > 5);
            }
        });
        assertThat(PolicyDocument.parse(Kind.REPOSITORY, policy).decide(request)).isEqualTo(expected);
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void meets_a_condition_as_the_user_guide_reads(
            @ForAll("conditionPolicies") String policy, @ForAll("requests") AccessRequest request) throws Exception {
        assertConditionMetAsTheUserGuideReads(policy, request);
    }

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    @Tag("full")
    void meets_a_condition_as_the_user_guide_reads_for_long(
            @ForAll("conditionPolicies") String policy, @ForAll("requests") AccessRequest request) throws Exception {
        assertConditionMetAsTheUserGuideReads(policy, request);
    }

    private static void assertConditionMetAsTheUserGuideReads(String policy, AccessRequest request) throws Exception {
        Decision expected = NaiveEvaluator.decide(policy, request);
        Statistics.collect(expected);
        Statistics.coverage(coverage -> {
            coverage.check(Decision.ALLOW).percentage(percentage -> percentage > 20);
            coverage.check(Decision.IMPLICIT_DENY).percentage(percentage -> percentage > 20);
        });
        assertThat(PolicyDocument.parse(Kind.REPOSITORY, policy).decide(request)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<AccessRequest> requests() {
        Arbitrary<Principal> principals = Arbitraries.of(
                Principal.ofArn("arn:aws:iam::111122223333:root"),
                Principal.ofArn("arn:aws:iam::111122223333:user/a"),
                Principal.ofArn("arn:aws:iam::111122223333:role/p/b"),
                Principal.ofArn("arn:aws:sts::111122223333:assumed-role/b/s"),
                Principal.ofArn("arn:aws:sts::111122223333:assumed-role/b/t"),
                Principal.ofArn("arn:aws:iam::444455556666:user/a"),
                Principal.ofService("ecr.amazonaws.com"));
        Arbitrary<String> names = Arbitraries.of("a", "b", "ab", "a*", "");
        Arbitrary<Map<String, List<String>>> context = Combinators.combine(List.of(
                        values("aws:PrincipalTag/a", "a", "a", "A", "b", "ab", "*", "?", ""),
                        values("AWS:TagKeys", "a", "A", "b", "ab", "*", ""),
                        values("aws:SourceIp", "203.0.113.7", "203.0.113.200", "198.51.100.1", "a"),
                        values(
                                "aws:SourceArn",
                                "arn:aws:sns:us-west-2:111122223333:a",
                                "arn:aws:sns:us-west-2:444455556666:a:b",
                                "a"),
                        values("aws:EpochTime", "5", "7", "10", "a"),
                        values("aws:SecureTransport", "true", "false", "a")))
                .as(keys -> {
                    Map<String, List<String>> all = new HashMap<>();
                    keys.forEach(all::putAll);
                    return all;
                });
        return Combinators.combine(
                        principals, Arbitraries.of("ecr:ReplicateImage", "ecr:CreateRepository"), names, context)
                .as((principal, action, name, values) ->
                        new AccessRequest(principal, action, REPOSITORIES + name, values));
    }

    @Provide
    Arbitrary<String> policies() {
        return policies(
                statements(Arbitraries.of("Allow", "Allow", "Deny"), conditions().injectNull(0.5)).list().ofMinSize(1).ofMaxSize(3));
    }

    @Provide
    Arbitrary<String> conditionPolicies() {
        return policies(conditions()
                .map(condition -> {
                    ObjectNode statement = JSON.objectNode();
                    statement.put("Effect", "Allow").put("Principal", "*").put("Action", "*");
                    statement.set("Condition", condition);
                    return statement;
                })
                .list()
                .ofSize(1));
    }

    private static Arbitrary<String> policies(Arbitrary<List<ObjectNode>> statements) {
        return Combinators.combine(Arbitraries.of("2012-10-17", "2012-10-17", "2008-10-17"), statements)
                .as((version, list) -> {
                    ObjectNode policy = JSON.objectNode().put("Version", version);
                    policy.set("Statement", list.size() == 1 ? list.get(0) : JSON.arrayNode().addAll(list));
                    return policy.toString();
                });
    }

    private static Arbitrary<ObjectNode> statements(Arbitrary<String> effects, Arbitrary<ObjectNode> conditions) {
        Arbitrary<ObjectNode> actions = element(
                "Action",
                Arbitraries.of(
                        "*", "ecr:*", "ecr:Replicate*", "ECR:createrepository", "ecr:?eplicateImage", "ecr:*o*",
                        "ecr:BatchGetImage"));
        Arbitrary<ObjectNode> resources = element(
                "Resource",
                Arbitraries.of(
                                "*", "?", "a", "a*", "?b", "*b", "${aws:PrincipalTag/a}", "${aws:PrincipalTag/a}*",
                                "${aws:PrincipalTag/a, 'b'}", "a${*}", "${?}", "a${*}*")
                        .map(name -> REPOSITORIES + name));
        return Combinators.combine(effects, principals(), actions, resources.injectNull(0.3), conditions)
                .as((effect, principal, action, resource, condition) -> {
                    ObjectNode statement = JSON.objectNode().put("Effect", effect);
                    statement.setAll(principal);
                    statement.setAll(action);
                    if (resource != null) {
                        statement.setAll(resource);
                    }
                    if (condition != null) {
                        statement.set("Condition", condition);
                    }
                    return statement;
                });
    }

    private static Arbitrary<ObjectNode> principals() {
        Arbitrary<ObjectNode> everyone =
                negatable("Principal").map(name -> JSON.objectNode().put(name, "*"));
        Arbitrary<List<String>> aws = Arbitraries.of(
                        "111122223333", "arn:aws:iam::111122223333:root", "444455556666",
                        "arn:aws:iam::111122223333:user/a", "arn:aws:iam::111122223333:role/p/b",
                        "arn:aws:iam::444455556666:user/a", "arn:aws:sts::111122223333:assumed-role/b/s")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
        Arbitrary<ObjectNode> some = Combinators.combine(
                        negatable("Principal"), aws, Arbitraries.of("ecr.amazonaws.com", "s3.amazonaws.com").injectNull(0.5))
                .as((name, accounts, service) -> {
                    ObjectNode types = JSON.objectNode();
                    types.set("AWS", oneOrList(accounts));
                    if (service != null) {
                        types.put("Service", service);
                    }
                    ObjectNode element = JSON.objectNode();
                    element.set(name, types);
                    return element;
                });
        return Arbitraries.oneOf(everyone, some, some);
    }

    private static Arbitrary<ObjectNode> conditions() {
        Arbitrary<ObjectNode> condition = Arbitraries.oneOf(
                condition(
                        Arbitraries.of(
                                "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase",
                                "StringLike", "StringNotLike"),
                        Arbitraries.of("aws:PrincipalTag/a", "aws:TagKeys"),
                        Arbitraries.of(
                                "a", "A", "b", "*", "?", "a*", "*b", "${*}", "${aws:PrincipalTag/A}",
                                "${aws:PrincipalTag/A}*", "${aws:PrincipalTag/a, 'b'}")),
                condition(
                        Arbitraries.of("ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"),
                        Arbitraries.of("aws:SourceArn"),
                        Arbitraries.of(
                                "arn:aws:sns:us-west-2:111122223333:a", "arn:aws:sns:*:*:a", "arn:aws:*:*:*:a*",
                                "arn:aws:sns:us-west-2:4*:*", "arn:aws:sns:*:*:${aws:PrincipalTag/a}", "arn:*:*:*:*:*b")),
                condition(
                        Arbitraries.of(
                                "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEquals",
                                "DateEquals", "DateNotEquals", "DateLessThan", "DateGreaterThanEquals"),
                        Arbitraries.of("aws:EpochTime"),
                        Arbitraries.of("5", "7", "10")),
                condition(Arbitraries.of("Bool"), Arbitraries.of("aws:SecureTransport"), Arbitraries.of("true", "false")),
                condition(
                        Arbitraries.of("IpAddress", "NotIpAddress"),
                        Arbitraries.of("aws:SourceIp"),
                        Arbitraries.of("203.0.113.0/24", "203.0.113.0/25", "203.0.113.7", "0.0.0.0/0", "198.0.0.0/7")),
                Combinators.combine(
                                Arbitraries.of("aws:PrincipalTag/a", "aws:TagKeys"),
                                Arbitraries.of("true", "false").list().uniqueElements().ofMinSize(1).ofMaxSize(2))
                        .as((key, values) -> block("Null", key, values)));
        return condition.list().ofMinSize(1).ofMaxSize(2).map(blocks -> {
            ObjectNode all = JSON.objectNode();
            blocks.forEach(all::setAll);
            return all;
        });
    }

    private static Arbitrary<ObjectNode> condition(
            Arbitrary<String> operators, Arbitrary<String> keys, Arbitrary<String> values) {
        return Combinators.combine(
                        Arbitraries.of("", "", "ForAnyValue:", "ForAllValues:"),
                        operators,
                        Arbitraries.of("", "", "IfExists"),
                        keys,
                        values.list().ofMinSize(1).ofMaxSize(2))
                .as((set, operator, ifExists, key, list) -> block(set + operator + ifExists, key, list));
    }

    private static ObjectNode block(String operator, String key, List<String> values) {
        ObjectNode keys = JSON.objectNode();
        keys.set(key, oneOrList(values));
        ObjectNode block = JSON.objectNode();
        block.set(operator, keys);
        return block;
    }

    /** A key with up to two of the values, or a request without the key. */
    private static Arbitrary<Map<String, List<String>>> values(String key, String... values) {
        Arbitrary<Map<String, List<String>>> some =
                Arbitraries.of(values).list().ofMaxSize(2).map(list -> Map.of(key, list));
        return Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(Map.of())), Tuple.of(5, some));
    }

    private static Arbitrary<ObjectNode> element(String name, Arbitrary<String> patterns) {
        return Combinators.combine(negatable(name), patterns.list().ofMinSize(1).ofMaxSize(2))
                .as((negatable, list) -> {
                    ObjectNode element = JSON.objectNode();
                    element.set(negatable, oneOrList(list));
                    return element;
                });
    }

    private static Arbitrary<String> negatable(String name) {
        return Arbitraries.of(name, name, "Not" + name);
    }

    private static JsonNode oneOrList(List<String> values) {
        if (values.size() == 1) {
            return JSON.textNode(values.get(0));
        }
        ArrayNode list = JSON.arrayNode();
        values.forEach(list::add);
        return list;
    }
}
