package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class WildcardPropertyTest {
    @Property
    void matches_as_a_regular_expression_does(
            @ForAll @Chars({'a', 'b', '/', '*', '?', '.', '\n'}) @StringLength(max = 8) String pattern,
            @ForAll @Chars({'a', 'b', '/', '*', '?', '.', '\n'}) @StringLength(max = 12) String text) {
        assertThat(Wildcard.matches(pattern, text))
                .isEqualTo(WildcardTest.oracle(pattern).matcher(text).matches());
    }

    @Property
    void a_text_with_some_part_left_out_matches_with_a_star_there(
            @ForAll @Chars({'a', 'b', 'c'}) String before,
            @ForAll @Chars({'a', 'b', 'c'}) String part,
            @ForAll @Chars({'a', 'b', 'c'}) String after) {
        assertThat(Wildcard.matches(before + "*" + after, before + part + after)).isTrue();
    }
}
