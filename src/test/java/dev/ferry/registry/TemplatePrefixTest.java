package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatePrefixTest {
    /** ECR API, {@code Prefix}. */
    private static final String MODEL =
            "^([a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*\\/?|ROOT)$";

    @ParameterizedTest
    @CsvSource({
        "a/b/app, a/b a ROOT",
        "prod/web, prod ROOT",
        "production/web, production ROOT",
        "prod, ROOT"
    })
    void a_repository_has_the_templates_of_its_namespaces_the_longest_first_and_the_roots(String name, String prefixes) {
        assertThat(TemplatePrefix.of(new RepositoryName(name)))
                .extracting(TemplatePrefix::value)
                .containsExactly(prefixes.split(" "));
    }

    @Test
    void a_name_of_as_many_namespaces_as_can_be_has_as_many_prefixes() {
        RepositoryName name = new RepositoryName("a/".repeat(127) + "aa");

        assertThat(TemplatePrefix.of(name)).hasSize(128).endsWith(TemplatePrefix.ROOT);
    }

    @Test
    void the_slash_at_the_end_is_implied() {
        assertThat(new TemplatePrefix("prod/team/")).isEqualTo(new TemplatePrefix("prod/team")).hasToString("prod/team");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "ROOT", "a.b_c__d-e---f", "library/ubuntu-22.04/"})
    void accepts_what_the_model_accepts(String prefix) {
        assertThat(prefix).matches(MODEL);
        assertThat(new TemplatePrefix(prefix).value()).isIn(prefix, prefix.replaceFirst("/$", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "Root", "ROOT/", "Prod", "prod//", "/prod", "-prod", "prod..x", "prod ", "prod\n"})
    void refuses_other_texts(String prefix) {
        assertThatThrownBy(() -> new TemplatePrefix(prefix))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must satisfy regular expression '" + MODEL + "'");
    }

    @Test
    void accepts_256_characters_and_no_more_and_is_soon_done_with_a_hostile_one() {
        assertThat(new TemplatePrefix("a".repeat(256)).value()).hasSize(256);
        assertThatThrownBy(() -> new TemplatePrefix("a".repeat(257))).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new TemplatePrefix("a-".repeat(127) + "!")).isInstanceOf(InvalidValueException.class);
    }
}
