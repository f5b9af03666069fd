package dev.ferry.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Backfill.Task;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackfillTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @Test
    void ids_are_uuids_that_sort_by_time() {
        UUID unique = UUID.fromString("123e4567-e89b-42d3-a456-426614174000");

        BackfillId id = BackfillId.at(NOW, unique);

        assertThat(UUID.fromString(id.value()).version()).isEqualTo(7);
        assertThat(id.value()).isLessThan(BackfillId.at(NOW.plusMillis(1), unique).value());
        assertThat(id.value()).isEqualTo("%08x-%04x-7%s".formatted(
                NOW.toEpochMilli() >> 16, NOW.toEpochMilli() & 0xffff, "2d3-a456-426614174000"));
    }

    @Test
    void an_id_is_the_same_in_capitals() {
        assertThat(new BackfillId("123E4567-E89B-42D3-A456-426614174000"))
                .isEqualTo(new BackfillId("123e4567-e89b-42d3-a456-426614174000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123e4567e89b42d3a456426614174000", "123e4567-e89b-42d3-a456-42661417400g"})
    void what_is_no_uuid_is_no_id(String text) {
        assertThatThrownBy(() -> new BackfillId(text)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "PREPARING,   IN_PROGRESS STOPPING FAILED",
        "IN_PROGRESS, COMPLETE FAILED STOPPING",
        "STOPPING,    STOPPED FAILED",
        "COMPLETE,    ''",
        "FAILED,      ''",
        "STOPPED,     ''"})
    void a_status_becomes_these_and_no_other(BackfillStatus status, String next) {
        assertThat(BackfillStatus.values())
                .allSatisfy(other -> assertThat(status.mayBecome(other)).as("%s", other)
                        .isEqualTo(Set.of(next.split(" ")).contains(other.name())));
        assertThat(status.isTerminal()).isEqualTo(next.isEmpty());
        assertThat(status.mayBeStopped()).isEqualTo(next.contains("STOPPING"));
    }

    @ParameterizedTest
    @CsvSource({
        "99,   0, false",
        " 0,  99, false",
        " 0, 100, true",
        "50,  50, true",
        "51,  50, false",
        "51,  49, false",
        "200, 200, true"})
    void it_fails_by_itself_when_half_failed_of_a_hundred_or_more(long completed, long failed, boolean fails) {
        assertThat(new BackfillProgress(1_000, 1_000, completed, failed, Set.of()).isFailing()).isEqualTo(fails);
    }

    @ParameterizedTest
    @CsvSource({
        "PREPARING,   0, 0, 0, 0, FIND",
        "PREPARING,   5, 0, 0, 0, FIND",
        "IN_PROGRESS, 0, 0, 0, 0, END",
        "IN_PROGRESS, 5, 0, 0, 0, BEGIN",
        "IN_PROGRESS, 5, 5, 4, 0, WAIT",
        "IN_PROGRESS, 5, 5, 4, 1, END",
        "IN_PROGRESS, 900, 200, 0, 0, WAIT",
        "IN_PROGRESS, 900, 200, 1, 0, BEGIN",
        "IN_PROGRESS, 900, 200, 0, 100, WAIT",
        "IN_PROGRESS, 900, 200, 0, 200, END",
        "STOPPING,    5, 0, 0, 0, END",
        "STOPPING,    5, 3, 1, 1, WAIT",
        "STOPPING,    5, 3, 1, 2, END"})
    void what_is_to_be_done_follows_from_status_and_progress(
            BackfillStatus status, long total, long opened, long completed, long failed, Task task) {
        assertThat(backfill(status, new BackfillProgress(total, opened, completed, failed, Set.of()), Optional.empty()).task())
                .isEqualTo(task);
    }

    @Test
    void no_more_is_under_way_than_may_be() {
        assertThat(backfill(BackfillStatus.IN_PROGRESS, new BackfillProgress(900, 150, 40, 0, Set.of()), Optional.empty()).room())
                .isEqualTo(90);
        assertThat(backfill(BackfillStatus.IN_PROGRESS, new BackfillProgress(160, 150, 40, 0, Set.of()), Optional.empty()).room())
                .isEqualTo(10);
    }

    @Test
    void it_ends_as_what_was_decided() {
        BackfillProgress done = new BackfillProgress(3, 3, 1, 2, Set.of("AccessDenied"));

        assertThat(backfill(BackfillStatus.IN_PROGRESS, done, Optional.empty()).end()).isEqualTo(BackfillStatus.COMPLETE);
        assertThat(backfill(BackfillStatus.IN_PROGRESS, done, Optional.of(Backfill.TOO_MANY_FAILURES)).end())
                .isEqualTo(BackfillStatus.FAILED);
        assertThat(backfill(BackfillStatus.STOPPING, done, Optional.of(Backfill.TOO_MANY_FAILURES)).end())
                .isEqualTo(BackfillStatus.STOPPED);
    }

    @Test
    void one_that_was_condemned_begins_no_more_though_others_complete_meanwhile() {
        BackfillProgress better = new BackfillProgress(900, 210, 110, 100, Set.of());

        assertThat(backfill(BackfillStatus.IN_PROGRESS, better, Optional.empty()).task()).isEqualTo(Task.BEGIN);
        assertThat(backfill(BackfillStatus.IN_PROGRESS, better, Optional.of(Backfill.TOO_MANY_FAILURES)).task())
                .isEqualTo(Task.END);
    }

    @Test
    void counts_that_cannot_be_are_refused() {
        assertThatThrownBy(() -> new BackfillProgress(1, 2, 0, 0, Set.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BackfillProgress(2, 1, 1, 1, Set.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Backfill backfill(BackfillStatus status, BackfillProgress progress, Optional<String> failureCode) {
        return new Backfill(BackfillId.at(NOW, new UUID(1, 2)), Registry.of("111122223333", "us-west-2"),
                Registry.of("111122223333", "eu-west-1"), status, progress, 0, Optional.empty(), Optional.empty(), failureCode,
                NOW, Optional.empty());
    }
}
