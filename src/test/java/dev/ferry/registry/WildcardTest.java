package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {
    @ParameterizedTest
    @CsvSource({
        "*, '', true", "'', '', true", "'', a, false", "?, '', false", "?, a, true", "a*, a, true", "a*, ba, false",
        "*a, ba, true", "*a*, xay, true", "a*b*c, axbxbxc, true", "a*b*c, axbxbx, false", "a?c, abc, true",
        "a?c, ac, false", "**, anything, true", "*?, '', false", "prod-*, prod-1, true", "PROD-*, prod-1, false",
        "a.c, abc, false", "[a], a, false", "'\\*', a, false"
    })
    void matches(String pattern, String text, boolean expected) {
        assertThat(Wildcard.matches(pattern, text)).isEqualTo(expected);
    }

    @Test
    void matches_as_a_regular_expression_does_on_all_short_texts() {
        List<String> texts = Texts.upTo(4, "ab").toList();

        assertThat(Texts.upTo(5, "ab*?")).allSatisfy(pattern -> {
            Pattern oracle = oracle(pattern);
            texts.forEach(text -> assertThat(Wildcard.matches(pattern, text))
                    .as("'%s' on '%s'", pattern, text)
                    .isEqualTo(oracle.matcher(text).matches()));
        });
    }

    @Test
    void a_literal_star_or_question_mark_stands_for_itself() {
        BitSet literal = new BitSet();
        literal.set(1);
        assertThat(Wildcard.matches("a*", literal, "a*")).isTrue();
        assertThat(Wildcard.matches("a*", literal, "ab")).isFalse();
        assertThat(Wildcard.matches("a?", literal, "a?")).isTrue();
        assertThat(Wildcard.matches("a?", literal, "ab")).isFalse();
    }

    @Test
    void decides_about_hostile_patterns() {
        String text = "a".repeat(2_000);

        assertThat(Wildcard.matches("a*".repeat(1_000) + "b", text)).isFalse();
        assertThat(Wildcard.matches("*?".repeat(1_000), text)).isTrue();
    }

    /** The regular expression that says the same. */
    static Pattern oracle(String pattern) {
        return Pattern.compile(
                pattern.chars()
                        .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                        .collect(Collectors.joining()),
                Pattern.DOTALL);
    }
}
