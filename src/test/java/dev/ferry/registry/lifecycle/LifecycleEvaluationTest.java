package dev.ferry.registry.lifecycle;

import static dev.ferry.api.LifecyclePolicyTexts.EXPIRE;
import static dev.ferry.api.LifecyclePolicyTexts.policy;
import static dev.ferry.api.LifecyclePolicyTexts.rule;
import static dev.ferry.api.LifecyclePolicyTexts.selection;
import static dev.ferry.api.LifecyclePolicyTexts.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageStorage;
import dev.ferry.registry.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples of ECR's user guide, "Examples of lifecycle policies". */
class LifecycleEvaluationTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final Image A = image("A", 10, "beta-1", "prod-1");
    private static final Image B = image("B", 9, "beta-2", "prod-2");
    private static final Image C = image("C", 8, "beta-3");

    private static Image image(String name, int daysAgo, String... tags) {
        return new Image(Digest.sha256(name.getBytes(StandardCharsets.UTF_8)), "type", 1, Optional.empty(), Optional.empty(),
                Stream.of(tags).map(Tag::new).collect(Collectors.toSet()), Set.of(), NOW.minus(Duration.ofDays(daysAgo)),
                Optional.empty(), ImageStorage.STANDARD);
    }

    private static List<Image> expired(String text, Image... images) {
        LifecycleCensus census = new LifecycleCensus(LifecyclePolicy.parse(text), NOW);
        Stream.of(images).forEach(census::count);
        LifecycleEvaluation evaluation = census.evaluation();
        return Stream.of(images).filter(image -> evaluation.takes(image).isPresent()).toList();
    }

    private static String leaveOne(String prefix) {
        return rule(selection(tagged("tagPrefixList", prefix), "imageCountMoreThan", 1), EXPIRE);
    }

    @Test
    void image_that_a_rule_leaves_is_not_taken_by_one_of_lower_priority() {
        assertThat(expired(policy(leaveOne("prod"), leaveOne("beta")), A, B, C)).containsExactly(A);
    }

    @Test
    void image_that_a_rule_takes_is_still_counted_by_the_others() {
        assertThat(expired(policy(leaveOne("beta"), leaveOne("prod")), A, B, C)).containsExactly(A, B);
    }

    @Test
    void image_needs_all_tags_of_the_list() {
        Image alpha = image("alpha", 12, "alpha-1");
        Image both = image("both", 10, "alpha-2", "beta-2");
        Image young = image("young", 4, "alpha-3", "beta-3");

        assertThat(expired(policy(rule(selection(tagged("tagPrefixList", "alpha", "beta"), "sinceImagePushed", 5), EXPIRE)),
                alpha, both, young)).containsExactly(both);
    }
}
