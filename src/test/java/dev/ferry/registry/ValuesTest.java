package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry's small values: tags, accounts, Regions, registries. */
class ValuesTest {
    private static final String TAG_CHARACTERS =
            "-." + Texts.characters('0', '9') + Texts.characters('A', 'Z') + "_" + Texts.characters('a', 'z');

    @Test
    void a_tag_has_the_characters_of_ecr_in_any_place() {
        for (char c = 0; c < 0x250; c++) {
            boolean allowed = TAG_CHARACTERS.indexOf(c) >= 0;
            for (String text : List.of("" + c, c + "a", "a" + c, "a" + c + "a")) {
                assertThat(Texts.isAccepted(Tag::new, text)).as("U+%04x", (int) c).isEqualTo(allowed);
            }
        }
    }

    @Test
    void a_tag_has_1_to_300_characters() {
        assertThat(new Tag("v".repeat(300)).value()).hasSize(300);
        assertThat(Texts.isAccepted(Tag::new, "v".repeat(301))).isFalse();
        assertThatThrownBy(() -> new Tag(""))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must satisfy regular expression '[a-zA-Z0-9-_.]+'");
    }

    @Test
    void tags_differ_by_case_and_sort_by_their_characters() {
        assertThat(new Tag("V1")).isNotEqualTo(new Tag("v1")).isLessThan(new Tag("v1"));
        assertThat(new Tag("v1")).hasToString("v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "11112222333", "1111222233334", "11112222333a", "111122223333\n", " 11122223333",
        "\u0661\u0661\u0661\u0661\u0662\u0662\u0662\u0662\u0663\u0663\u0663\u0663"})
    void an_account_is_nothing_but_twelve_digits(String text) {
        assertThatThrownBy(() -> new AccountId(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must satisfy regular expression '[0-9]{12}'");
    }

    @Test
    void an_account_keeps_its_leading_zeros() {
        assertThat(new AccountId("000000000012")).hasToString("000000000012").isLessThan(new AccountId("000000000013"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "US-EAST-1", "us_east_1", "us-east-1 ", "us-east-1\n",
        "abcdefghijklmnopqrstuvwxyz"})
    void a_region_name_is_nothing_but_2_to_25_of_its_characters(String text) {
        assertThatThrownBy(() -> new RegionName(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must satisfy regular expression '[0-9a-z-]{2,25}'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu", "eu-central-1", "us-gov-west-1", "abcdefghijklmnopqrstuvwxy"})
    void a_region_name_is_taken_as_it_stands(String text) {
        assertThat(new RegionName(text)).hasToString(text);
    }

    @Test
    void registries_sort_by_region_then_account() {
        Registry first = Registry.of("444455556666", "eu-west-1");
        Registry second = Registry.of("111122223333", "us-east-1");
        Registry third = Registry.of("444455556666", "us-east-1");

        assertThat(Stream.of(third, first, second).sorted()).containsExactly(first, second, third);
        assertThat(second).hasToString("111122223333/us-east-1").isEqualByComparingTo(second);
    }
}
