package dev.ferry.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.replication.RepositoryFilters.Choice;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only {@code ReplicationExtensions} allows. How filters combine is told by a page, whose rows are a test too. */
class RepositoryFiltersTest {
    private static final RepositoryName APP = new RepositoryName("team/app");

    private static RepositoryFilters filters(String... texts) {
        return new RepositoryFilters(Arrays.stream(texts).map(RepositoryFiltersTest::filter).toList());
    }

    private static RepositoryFilter filter(String text) {
        String[] parts = text.split(" ", 2);
        return new RepositoryFilter(FilterType.named(parts[0]), parts[1]);
    }

    @ParameterizedTest
    @CsvSource({
        "EXACT_MATCH, t, [a-z0-9]+", "EXACT_MATCH, team/, [a-z0-9]+", "EXACT_MATCH, team/*, [a-z0-9]+",
        "EXCLUDE_EXACT_MATCH, Team, [a-z0-9]+", "WILDCARD_MATCH, '', ^(?:[a-z0-9*]+", "WILDCARD_MATCH, team/, ^(?:[a-z0-9*]+",
        "WILDCARD_MATCH, te?m, ^(?:[a-z0-9*]+", "EXCLUDE_WILDCARD_MATCH, /team, ^(?:[a-z0-9*]+",
        "TAG_WILDCARD_MATCH, '', '^[0-9a-zA-Z._*-]{1,128}$'", "TAG_WILDCARD_MATCH, a/b, '^[0-9a-zA-Z._*-]{1,128}$'",
        "EXCLUDE_TAG_WILDCARD_MATCH, v?, '^[0-9a-zA-Z._*-]{1,128}$'"
    })
    void a_filter_is_of_its_kinds_characters(FilterType type, String text, String expression) {
        assertThatThrownBy(() -> new RepositoryFilter(type, text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("must satisfy regular expression '" + expression);
    }

    @ParameterizedTest
    @CsvSource({"EXACT_MATCH, 256", "WILDCARD_MATCH, 256", "TAG_WILDCARD_MATCH, 128"})
    void a_filter_has_an_end(FilterType type, int longest) {
        assertThat(new RepositoryFilter(type, "a".repeat(longest)).filter()).hasSize(longest);
        assertThatThrownBy(() -> new RepositoryFilter(type, "a".repeat(longest + 1))).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WILDCARD_MATCH", "EXCLUDE_WILDCARD_MATCH", "TAG_WILDCARD_MATCH", "EXCLUDE_TAG_WILDCARD_MATCH"})
    void a_fifth_wildcard_is_refused(FilterType type) {
        assertThat(new RepositoryFilter(type, "*a*b*c*").matches("xaxbxcx")).isTrue();
        assertThatThrownBy(() -> new RepositoryFilter(type, "*a*b*c*d*"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("can have at most 4 wildcards");
    }

    @Test
    void a_kind_that_there_is_not_is_refused() {
        assertThatThrownBy(() -> FilterType.named("SUFFIX_MATCH"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("Member must satisfy enum value set: [PREFIX_MATCH, EXACT_MATCH,");
    }

    @ParameterizedTest
    @CsvSource({
        "EXACT_MATCH team/app, EXCLUDE_EXACT_MATCH team/app", "WILDCARD_MATCH team/*, EXCLUDE_WILDCARD_MATCH team/*",
        "TAG_WILDCARD_MATCH v*, EXCLUDE_TAG_WILDCARD_MATCH v*", "EXACT_MATCH team/app, EXCLUDE_WILDCARD_MATCH team/*",
        "WILDCARD_MATCH team/a*, EXCLUDE_WILDCARD_MATCH team/*", "PREFIX_MATCH team/, EXCLUDE_WILDCARD_MATCH te*",
        "TAG_WILDCARD_MATCH v1, EXCLUDE_TAG_WILDCARD_MATCH v*"
    })
    void a_filter_that_excludes_all_that_another_one_picks_is_a_contradiction(String picking, String excluding) {
        assertThatThrownBy(() -> filters(picking, excluding).requireNoContradiction())
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("The filter '%s' excludes all that the filter '%s' picks", excluding, filter(picking));
        assertThatThrownBy(() -> filters(excluding, picking).requireNoContradiction()).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "WILDCARD_MATCH team/*, EXCLUDE_WILDCARD_MATCH team/a*", "WILDCARD_MATCH *, EXCLUDE_EXACT_MATCH team/app",
        "PREFIX_MATCH team, EXCLUDE_EXACT_MATCH team", "TAG_WILDCARD_MATCH team, EXCLUDE_EXACT_MATCH team",
        "PREFIX_MATCH ap, EXCLUDE_WILDCARD_MATCH *app"
    })
    void a_filter_that_excludes_some_of_it_is_none(String picking, String excluding) {
        filters(picking, excluding).requireNoContradiction();
    }

    @Test
    void a_rule_may_only_exclude_but_not_every_repository() {
        filters("EXCLUDE_WILDCARD_MATCH team/*", "EXCLUDE_TAG_WILDCARD_MATCH *").requireNoContradiction();
        assertThatThrownBy(() -> filters("EXCLUDE_WILDCARD_MATCH *").requireNoContradiction())
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("The filter 'EXCLUDE_WILDCARD_MATCH *' excludes every repository");
    }

    @Test
    void a_choice_tells_the_filters_that_decided() {
        RepositoryFilters filters = filters("PREFIX_MATCH team/", "WILDCARD_MATCH *", "TAG_WILDCARD_MATCH v*",
                "EXCLUDE_TAG_WILDCARD_MATCH *-rc");

        assertThat(filters.choose(APP, Optional.of(new Tag("v1")))).isEqualTo(new Choice(true, List.of(
                filter("PREFIX_MATCH team/"), filter("WILDCARD_MATCH *"), filter("TAG_WILDCARD_MATCH v*"))));
        assertThat(filters.choose(APP, Optional.of(new Tag("v1-rc"))))
                .isEqualTo(new Choice(false, List.of(filter("EXCLUDE_TAG_WILDCARD_MATCH *-rc"))))
                .returns(true, Choice::excludes)
                .returns(true, Choice::isOfTag);
        assertThat(filters.choose(APP, Optional.empty()))
                .isEqualTo(new Choice(false, List.of(filter("TAG_WILDCARD_MATCH v*"))))
                .returns(false, Choice::excludes)
                .returns(true, Choice::isOfTag);
    }
}
