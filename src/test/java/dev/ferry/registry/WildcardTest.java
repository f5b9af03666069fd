package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', true", "'', a, false", "a, '', false", "*, '', true", "?, '', false", "?, a, true", "?, ab, false",
        "a*, a, true", "a*b, ab, true", "a*b, abab, true", "a*b, aba, false", "*a*, bab, true", "a?*, a, false",
        "**, abc, true", "A, a, false", "a.c, abc, false", "repository/*, repository/a/b:c, true"
    })
    void star_is_any_run_and_question_mark_any_one(String pattern, String text, boolean matches) {
        assertThat(Wildcard.matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    void a_literal_star_or_question_mark_stands_for_itself() {
        BitSet literal = new BitSet();
        literal.set(1);
        assertThat(Wildcard.matches("a*", literal, "a*")).isTrue();
        assertThat(Wildcard.matches("a*", literal, "ab")).isFalse();
        assertThat(Wildcard.matches("a?", literal, "a?")).isTrue();
        assertThat(Wildcard.matches("a?", literal, "ab")).isFalse();
        assertThat(Wildcard.matches("*?", literal, "ab?")).isTrue();
        assertThat(Wildcard.matches("*?", literal, "abc")).isFalse();
    }

    @Property(tries = 5_000)
    void agrees_with_a_regular_expression(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
        boolean expected = regex(pattern, new BitSet()).matcher(text).matches();
        Statistics.label("matches").collect(expected).coverage(check -> check.check(true).percentage(p -> p > 5));
        assertThat(Wildcard.matches(pattern, text)).isEqualTo(expected);
    }

    @Property(tries = 5_000)
    void agrees_with_a_regular_expression_where_some_characters_are_literal(
            @ForAll("patterns") String pattern, @ForAll("bits") long bits, @ForAll("texts") String text) {
        BitSet literal = BitSet.valueOf(new long[] {bits});
        assertThat(Wildcard.matches(pattern, literal, text))
                .isEqualTo(regex(pattern, literal).matcher(text).matches());
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab*?").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab*?").ofMaxLength(8);
    }

    @Provide
    Arbitrary<Long> bits() {
        return Arbitraries.longs().between(0, 255);
    }

    private static Pattern regex(String pattern, BitSet literal) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            String character = pattern.substring(i, i + 1);
            if (character.equals("*") && !literal.get(i)) {
                regex.append(".*");
            } else if (character.equals("?") && !literal.get(i)) {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(character));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
