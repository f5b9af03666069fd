package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryNameTest {
    /** ECR API, {@code RepositoryName}, as the service model has it. Exponential on hostile names, hence short ones. */
    private static final Pattern MODEL = Pattern.compile(
            "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");

    @ParameterizedTest
    @ValueSource(strings = {"ab", "00", "team/app", "a/b/c/d", "a.b_c__d-e---f", "library/ubuntu-22.04", "a0/0a"})
    void accepts_names(String name) {
        assertThat(new RepositoryName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "A/b", "a//b", "/ab", "ab/", "-ab", "ab-", "a..b", "a___b", "a._b", "a b", "ab\n",
        "\u00e4b", "a\u0661", "ab/-c", "ab/c_", "a:b", "a@b", "../b"})
    void refuses_other_texts(String name) {
        assertThatThrownBy(() -> new RepositoryName(name))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must satisfy regular expression '" + MODEL + "'");
    }

    @Test
    void accepts_2_to_256_characters() {
        assertThat(new RepositoryName("a".repeat(2)).value()).hasSize(2);
        assertThat(new RepositoryName("a".repeat(256)).value()).hasSize(256);
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> new RepositoryName("a".repeat(257)));
    }

    @Test
    void accepts_exactly_what_the_model_accepts_of_short_texts() {
        assertThat(Texts.upTo(6, "a0._-/"))
                .allSatisfy(text -> assertThat(Texts.isAccepted(RepositoryName::new, text))
                        .as(text)
                        .isEqualTo(text.length() >= 2 && MODEL.matcher(text).matches()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a-", "-", "a.", "a/", "a_", "aa--"})
    void decides_about_the_longest_hostile_names(String unit) {
        String hostile = unit.repeat(256).substring(0, 255) + "!";

        assertThat(Texts.isAccepted(RepositoryName::new, hostile)).isFalse();
    }

    @Test
    void sorts_by_its_characters() {
        assertThat(new RepositoryName("team/a")).isLessThan(new RepositoryName("team/b"));
        assertThat(new RepositoryName("team-a")).isLessThan(new RepositoryName("team/a"));
    }
}
