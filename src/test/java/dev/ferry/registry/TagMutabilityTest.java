package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.TagMutability.Mode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagMutabilityTest {
    private static final ExclusionFilter LATEST = new ExclusionFilter("latest");
    private static final ExclusionFilter DEV = new ExclusionFilter("dev-*");

    @ParameterizedTest
    @CsvSource({
        "MUTABLE, v1, false", "MUTABLE, latest, false",
        "IMMUTABLE, v1, true", "IMMUTABLE, latest, true",
        "MUTABLE_WITH_EXCLUSION, v1, false", "MUTABLE_WITH_EXCLUSION, latest, true",
        "MUTABLE_WITH_EXCLUSION, dev-7, true", "MUTABLE_WITH_EXCLUSION, latest2, false",
        "IMMUTABLE_WITH_EXCLUSION, v1, true", "IMMUTABLE_WITH_EXCLUSION, latest, false",
        "IMMUTABLE_WITH_EXCLUSION, dev-7, false", "IMMUTABLE_WITH_EXCLUSION, dev, true"
    })
    void tells_whether_a_tag_must_stay(Mode mode, String tag, boolean immutable) {
        List<ExclusionFilter> exclusions = mode.name().endsWith("EXCLUSION") ? List.of(LATEST, DEV) : List.of();

        assertThat(new TagMutability(mode, exclusions).isImmutable(new Tag(tag))).isEqualTo(immutable);
    }

    @ParameterizedTest
    @EnumSource(value = Mode.class, names = {"MUTABLE", "IMMUTABLE"})
    void refuses_exclusions_from_a_mode_without(Mode mode) {
        assertThat(new TagMutability(mode, List.of()).exclusions()).isEmpty();
        assertThatThrownBy(() -> new TagMutability(mode, List.of(LATEST)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("imageTagMutabilityExclusionFilters cannot be given with " + mode);
    }

    @ParameterizedTest
    @EnumSource(value = Mode.class, names = {"MUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION"})
    void requires_1_to_5_exclusions_for_a_mode_with(Mode mode) {
        assertThatThrownBy(() -> new TagMutability(mode, List.of()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(mode + " needs at least one imageTagMutabilityExclusionFilter");
        assertThat(new TagMutability(mode, Collections.nCopies(5, LATEST)).exclusions()).hasSize(5);
        assertThatThrownBy(() -> new TagMutability(mode, Collections.nCopies(6, LATEST)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("at most 5 imageTagMutabilityExclusionFilters");
    }

    @Test
    void is_mutable_without_saying_otherwise() {
        assertThat(TagMutability.MUTABLE.isImmutable(new Tag("any"))).isFalse();
    }

    @Test
    void keeps_its_exclusions_from_change() {
        List<ExclusionFilter> given = new ArrayList<>(List.of(LATEST));
        TagMutability mutability = new TagMutability(Mode.IMMUTABLE_WITH_EXCLUSION, given);

        given.add(DEV);

        assertThat(mutability.exclusions()).containsExactly(LATEST);
    }

    @Test
    void a_filter_has_1_to_128_characters() {
        assertThat(new ExclusionFilter("*".repeat(128)).matches(new Tag("any"))).isTrue();
        assertThat(Texts.isAccepted(ExclusionFilter::new, "")).isFalse();
        assertThat(Texts.isAccepted(ExclusionFilter::new, "a".repeat(129))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a?", "a b", "a/b", "a\n", "\u00e4", "[a]", "a:b"})
    void a_filter_has_only_the_characters_of_a_tag_and_the_star(String wildcard) {
        assertThatThrownBy(() -> new ExclusionFilter(wildcard))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("must satisfy regular expression '^[0-9a-zA-Z._*-]{1,128}$'");
    }
}
