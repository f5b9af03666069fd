package dev.ferry.local.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.identity.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableStreamTest {
    private static final Optional<String> SECOND = Optional.of("2");
    private static final Optional<String> THIRD = Optional.of("3");

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-28T12:00:00Z"));
    private final TableStream stream = new TableStream("us-west-2", "pushes", clock);
    private int reads;

    @Test
    void triggers_that_have_come_as_far_read_a_page_once() {
        assertThat(next(SECOND)).isSameAs(next(SECOND));
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void one_that_is_behind_reads_its_own() {
        next(SECOND);
        next(THIRD);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void a_write_may_have_come_behind_the_page() {
        next(SECOND);
        stream.written("us-west-2", "{\"TableName\":\"pushes\"}");
        next(SECOND);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void what_another_table_or_region_is_written_is_not_in_it() {
        next(SECOND);
        stream.written("us-west-2", "{\"TableName\":\"pushes-of-others\"}");
        stream.written("eu-west-1", "{\"TableName\":\"pushes\"}");
        next(SECOND);
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void what_was_written_past_the_cloud_is_found_a_second_later() {
        next(SECOND);
        clock.pass(Duration.ofMillis(1001));
        next(SECOND);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void a_page_that_could_not_be_read_is_none() {
        next(SECOND);
        assertThatThrownBy(() -> stream.next("shard", THIRD, () -> {
                    throw new IllegalStateException("away");
                }))
                .hasMessage("away");
        next(THIRD);
        assertThat(reads).isEqualTo(2);
    }

    private TableStream.Page next(Optional<String> after) {
        return stream.next("shard", after, () -> {
            reads++;
            return new TableStream.Page(List.of(), "iterator");
        });
    }
}
