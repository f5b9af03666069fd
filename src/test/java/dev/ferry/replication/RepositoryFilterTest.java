package dev.ferry.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Texts;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryFilterTest {
    /** ECR API, {@code RepositoryFilterValue}. Exponential on hostile prefixes, hence short ones. */
    private static final Pattern MODEL =
            Pattern.compile("^(?:[a-z0-9]+(?:[._-][a-z0-9]*)*/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$");

    @ParameterizedTest
    @CsvSource({
        "prod, prod, true", "prod, prod/app, true", "prod, production, true", "prod, prod-eu/app, true",
        "prod, team/prod, false", "prod, pro, false", "prod/, prod/app, true", "prod/, prod, false",
        "prod/, prod-eu/app, false", "prod-, prod-eu/app, true", "prod/app-1, prod/app-12, true", "--, a--b, false"
    })
    void matches_the_repositories_whose_name_starts_with_it(String prefix, String repository, boolean expected) {
        assertThat(new RepositoryFilter(prefix).matches(repository)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "prod*", "prod-?", "/prod", "prod//", "-a/b", "a/-b/c", "Prod", "pr od", "prod\n",
        "pr\u00f6d", "a:b"})
    void refuses_other_texts(String prefix) {
        assertThatThrownBy(() -> new RepositoryFilter(prefix))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must satisfy regular expression '" + MODEL + "'");
    }

    @Test
    void accepts_2_to_256_characters() {
        assertThat(new RepositoryFilter("a".repeat(2)).filter()).hasSize(2);
        assertThat(new RepositoryFilter("a".repeat(256)).filter()).hasSize(256);
        assertThat(Texts.isAccepted(RepositoryFilter::new, "a".repeat(257))).isFalse();
    }

    @Test
    void accepts_exactly_what_the_model_accepts_of_short_texts() {
        assertThat(Texts.upTo(6, "a0._-/"))
                .allSatisfy(text -> assertThat(Texts.isAccepted(RepositoryFilter::new, text))
                        .as(text)
                        .isEqualTo(text.length() >= 2 && MODEL.matcher(text).matches()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a-", "-", "a.", "a/", "a_", "aa--", "._-"})
    void decides_about_the_longest_hostile_prefixes(String unit) {
        String hostile = unit.repeat(256).substring(0, 255) + "!";

        assertThat(Texts.isAccepted(RepositoryFilter::new, hostile)).isFalse();
    }
}
