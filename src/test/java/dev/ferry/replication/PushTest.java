package dev.ferry.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.Digest;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushTest {
    private static final Optional<Tag> TAG = Optional.of(new Tag("latest"));

    @Test
    void a_push_of_a_tag_has_the_tags_version() {
        assertThat(push(TAG, OptionalLong.of(3)).tagVersion()).hasValue(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> push(TAG, OptionalLong.empty()))
                .withMessage("a pushed tag has a version, and only a pushed tag has one");
    }

    @Test
    void a_push_by_digest_has_no_tag_and_no_version() {
        assertThat(push(Optional.empty(), OptionalLong.empty()).tag()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> push(Optional.empty(), OptionalLong.of(3)))
                .withMessage("a pushed tag has a version, and only a pushed tag has one");
    }

    @Test
    void an_id_is_the_time_in_hexadecimal_and_what_makes_it_unique() {
        UUID unique = UUID.fromString("13cde686-328b-6117-af20-0e5566167482");

        assertThat(PushId.at(Instant.ofEpochMilli(0xabc), unique))
                .hasToString("000000000abc-13cde686-328b-6117-af20-0e5566167482");
    }

    @Test
    void the_same_notification_always_gives_the_same_id() {
        Instant time = Instant.parse("2026-11-16T01:54:34Z");

        assertThat(PushId.at(time, "delivery-1"))
                .isEqualTo(PushId.at(time, "delivery-1"))
                .isNotEqualTo(PushId.at(time, "delivery-2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "abc-1", "000000000abc", "000000000abc-", "000000000ABC-1", "000000000abc-a#b",
        "000000000abc-a/b", "000000000abc-a\n", "000000000abc1-1"})
    void an_id_refuses_other_texts(String text) {
        assertThatThrownBy(() -> new PushId(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("a push id is a time in hexadecimal, a hyphen and a name");
    }

    @Test
    void an_id_refuses_a_time_that_would_not_sort() {
        assertThatThrownBy(() -> PushId.at(Instant.ofEpochMilli(-1), "a")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> PushId.at(Instant.ofEpochMilli(1L << 48), "a"))
                .isInstanceOf(InvalidValueException.class);
        assertThat(PushId.at(Instant.ofEpochMilli((1L << 48) - 1), "a")).hasToString("ffffffffffff-a");
    }

    @Test
    void a_notifications_name_has_at_most_64_characters() {
        assertThat(PushId.at(Instant.EPOCH, "a".repeat(64)).value()).hasSize(77);
        assertThatThrownBy(() -> PushId.at(Instant.EPOCH, "a".repeat(65))).isInstanceOf(InvalidValueException.class);
    }

    private static Push push(Optional<Tag> tag, OptionalLong tagVersion) {
        return new Push(
                PushId.at(Instant.EPOCH, "one"),
                Registry.of("111122223333", "us-west-2"),
                new RepositoryName("team/app"),
                Digest.sha256("manifest"),
                tag,
                tagVersion,
                Instant.EPOCH,
                Plan.NOWHERE);
    }
}
