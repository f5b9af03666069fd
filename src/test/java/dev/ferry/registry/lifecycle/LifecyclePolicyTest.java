package dev.ferry.registry.lifecycle;

import static dev.ferry.api.LifecyclePolicyTexts.ARCHIVE;
import static dev.ferry.api.LifecyclePolicyTexts.EXPIRE;
import static dev.ferry.api.LifecyclePolicyTexts.any;
import static dev.ferry.api.LifecyclePolicyTexts.policy;
import static dev.ferry.api.LifecyclePolicyTexts.rule;
import static dev.ferry.api.LifecyclePolicyTexts.selection;
import static dev.ferry.api.LifecyclePolicyTexts.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.StorageClass;
import dev.ferry.registry.Tag;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a lifecycle policy, and what ECR says of a text that is none. */
class LifecyclePolicyTest {
    private static final String ANY = "\"tagStatus\":\"any\"";
    private static final String UNTAGGED = "\"tagStatus\":\"untagged\"";
    private static final String NO_SCHEMA = "instance failed to match exactly one schema (matched 0 out of 2)";

    private static void refused(String text, String why) {
        assertThatThrownBy(() -> LifecyclePolicy.parse(text))
                .isInstanceOf(InvalidLifecyclePolicyException.class)
                .hasMessage(why);
    }

    @Test
    void rules_are_read_in_the_order_of_their_priorities() {
        LifecyclePolicy read = LifecyclePolicy.parse("{\"rules\":["
                + "{\"rulePriority\":9," + rule(selection(ANY, "sinceImagePulled", 30), ARCHIVE) + "},"
                + "{\"rulePriority\":2,\"description\":\"old\","
                + rule(selection(tagged("tagPatternList", "v*", "*-rc"), "imageCountMoreThan", 5), EXPIRE) + "}]}");

        assertThat(read.rules()).containsExactly(
                new LifecycleRule(2, Optional.of("old"),
                        new TagSelection(TagSelection.Status.TAGGED, List.of(), List.of("v*", "*-rc")), StorageClass.STANDARD,
                        CountType.IMAGE_COUNT_MORE_THAN, 5, LifecycleAction.EXPIRE),
                new LifecycleRule(9, Optional.empty(), new TagSelection(TagSelection.Status.ANY, List.of(), List.of()),
                        StorageClass.STANDARD, CountType.SINCE_IMAGE_PULLED, 30, LifecycleAction.TRANSITION));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{                                | Could not map policyString into LifecyclePolicy.",
        "7                                | Could not map policyString into LifecyclePolicy.",
        "{\"rules\":[]} {}                | Could not map policyString into LifecyclePolicy.",
        "{}                               | object has missing required properties ([\"rules\"])",
        "{\"rules\":[],\"more\":1}        | object instance has properties which are not allowed by the schema: ([\"more\"])",
        "{\"rules\":{}}                   | instance type (object) does not match any allowed primitive type (allowed: [\"array\"])",
        "{\"rules\":[]}                   | array is too short: must have at least 1 elements but instance has 0 elements",
        "{\"rules\":[1]}                  | instance type (integer) does not match any allowed primitive type (allowed: [\"object\"])",
        "{\"rules\":[{\"selection\":{}}]} | object has missing required properties ([\"action\",\"rulePriority\"])"
    })
    void text_that_is_no_policy_is_refused(String text, String why) {
        refused(text, why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"tagStatus\":\"all\",\"countType\":\"imageCountMoreThan\",\"countNumber\":1 "
                + "| instance value (\"all\") not found in enum (possible values: [\"any\",\"tagged\",\"untagged\"])",
        "\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":\"1\" "
                + "| instance type (string) does not match any allowed primitive type (allowed: [\"integer\"])",
        "\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":-9999999999 "
                + "| numeric instance is lower than the required minimum (minimum: 1, found: -9999999999)",
        "\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":9999999999 "
                + "| numeric instance is greater than the required maximum (maximum: 2147483647, found: 9999999999)",
        "\"tagStatus\":\"any\",\"countNumber\":1 | object has missing required properties ([\"countType\"])",
        "\"tagStatus\":\"tagged\",\"countType\":\"imageCountMoreThan\",\"countNumber\":1 "
                + "| Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED",
        "\"tagStatus\":\"any\",\"tagPrefixList\":[\"v\"],\"countType\":\"imageCountMoreThan\",\"countNumber\":1 "
                + "| Cannot specify tagPrefixList or tagPatternList when tagStatus=ANY",
        "\"tagStatus\":\"any\",\"tagPrefixList\":[],\"countType\":\"imageCountMoreThan\",\"countNumber\":1 "
                + "| array is too short: must have at least 1 elements but instance has 0 elements",
        "\"tagStatus\":\"tagged\",\"tagPrefixList\":[\"\"],\"countType\":\"imageCountMoreThan\",\"countNumber\":1 "
                + "| string \"\" is too short (length: 0, required minimum: 1)",
        "\"tagStatus\":\"tagged\",\"tagPatternList\":[1],\"countType\":\"imageCountMoreThan\",\"countNumber\":1 "
                + "| instance type (integer) does not match any allowed primitive type (allowed: [\"string\"])",
        "\"tagStatus\":\"tagged\",\"tagPrefixList\":[\"v\"],\"tagPatternList\":[\"v\"],\"countType\":\"imageCountMoreThan\","
                + "\"countNumber\":1 | Cannot specify both tagPrefixList and tagPatternList in one rule",
        "\"tagStatus\":\"tagged\",\"tagPatternList\":[\"*1*2*3*4*\"],\"countType\":\"imageCountMoreThan\",\"countNumber\":1 "
                + "| The tag pattern \"*1*2*3*4*\" has more than 4 wildcards",
        "\"tagStatus\":\"any\",\"countType\":\"sinceImageTransitioned\",\"storageClass\":\"archive\",\"countUnit\":\"days\","
                + "\"countNumber\":89 | numeric instance is lower than the required minimum (minimum: 90, found: 89)"
    })
    void selection_that_breaks_a_bound_is_refused(String selection, String why) {
        refused(policy(rule(selection, EXPIRE)), why);
    }

    @Test
    void selection_and_action_have_to_fit_together() {
        refused(policy(rule(selection(ANY, "sinceTheFlood", 1), EXPIRE)), NO_SCHEMA);
        refused(policy(rule(selection(ANY, "imageCountMoreThan", 1) + ",\"countUnit\":\"days\"", EXPIRE)), NO_SCHEMA);
        refused(policy(rule(ANY + ",\"countType\":\"sinceImagePushed\",\"countNumber\":1", EXPIRE)), NO_SCHEMA);
        refused(policy(rule(selection(ANY, "sinceImageTransitioned", 90), EXPIRE)), NO_SCHEMA);
        refused(policy(rule(selection(ANY, "sinceImagePushed", 90) + ",\"storageClass\":\"archive\"", EXPIRE)), NO_SCHEMA);
        refused(policy(rule(selection(ANY, "sinceImageTransitioned", 90) + ",\"storageClass\":\"archive\"", ARCHIVE)), NO_SCHEMA);
        refused(policy(rule(selection(ANY, "imageCountMoreThan", 1), "{\"type\":\"transition\"}")), NO_SCHEMA);
        refused(policy(rule(selection(ANY, "imageCountMoreThan", 1),
                "{\"type\":\"expire\",\"targetStorageClass\":null}")), NO_SCHEMA);
    }

    @Test
    void rules_have_to_go_together() {
        refused("{\"rules\":[{\"rulePriority\":1," + rule(selection(UNTAGGED, "imageCountMoreThan", 1), EXPIRE) + "},"
                + "{\"rulePriority\":1," + rule(selection(ANY, "imageCountMoreThan", 1), EXPIRE) + "}]}",
                "Rule priorities must be unique");
        refused(policy(rule(selection(UNTAGGED, "imageCountMoreThan", 1), EXPIRE),
                        rule(selection(UNTAGGED, "sinceImagePushed", 1), EXPIRE)),
                "Only one rule can select Untagged images per storage class");
        refused(policy(rule(selection(ANY, "imageCountMoreThan", 1), EXPIRE),
                        rule(selection(UNTAGGED, "sinceImagePushed", 1), EXPIRE)),
                "Rule for tagStatus=ANY must have the lowest priority per storage class");
        refused(policy(rule(selection(tagged("tagPrefixList", "a", "b"), "imageCountMoreThan", 1), EXPIRE),
                        rule(selection(tagged("tagPrefixList", "b", "a"), "sinceImagePushed", 1), EXPIRE)),
                "Rules must have a unique set of tag prefixes per storage class");
        refused(policy(IntStream.range(0, 51)
                        .mapToObj(n -> rule(selection(tagged("tagPrefixList", "a" + n), "imageCountMoreThan", 1), EXPIRE))
                        .toArray(String[]::new)),
                "array is too long: must have at most 50 elements but instance has 51 elements");
    }

    @Test
    void rules_of_different_storage_classes_do_not_meet() {
        String archived = ",\"storageClass\":\"archive\"";

        assertThat(LifecyclePolicy.parse(policy(
                        rule(selection(ANY, "sinceImagePushed", 30), ARCHIVE),
                        rule(selection(ANY, "sinceImageTransitioned", 90) + archived, EXPIRE)))
                .rules()).hasSize(2);
        assertThat(LifecyclePolicy.parse(any("imageCountMoreThan", 1)).rules()).hasSize(1);
    }

    @Test
    void all_prefixes_or_patterns_have_to_be_met_each_by_some_tag() {
        List<Tag> tags = List.of(new Tag("alpha-1"), new Tag("beta-2"));

        assertThat(new TagSelection(TagSelection.Status.TAGGED, List.of("alpha", "beta"), List.of()).matches(tags)).isTrue();
        assertThat(new TagSelection(TagSelection.Status.TAGGED, List.of("alpha", "gamma"), List.of()).matches(tags)).isFalse();
        assertThat(new TagSelection(TagSelection.Status.TAGGED, List.of(), List.of("*-1", "b*a-*")).matches(tags)).isTrue();
        assertThat(new TagSelection(TagSelection.Status.TAGGED, List.of(), List.of("*-1", "*-3")).matches(tags)).isFalse();
        assertThat(new TagSelection(TagSelection.Status.TAGGED, List.of(), List.of("alpha-?")).matches(tags)).isFalse();
        assertThat(new TagSelection(TagSelection.Status.UNTAGGED, List.of(), List.of()).matches(tags)).isFalse();
    }
}
