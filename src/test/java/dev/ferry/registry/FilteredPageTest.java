package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FilteredPageTest {
    private final List<Integer> read = new ArrayList<>();

    /** Of the numbers up to a hundred those that a filter holds, twice each; at most ten are looked at. */
    private Page<String> page(IntPredicate filter, int size) {
        return Page.of(
                IntStream.range(0, 100).boxed().peek(read::add),
                10,
                number -> filter.test(number) ? Stream.of(number + "a", number + "b") : Stream.of(),
                size,
                held -> "held " + held,
                number -> "looked " + number);
    }

    @Test
    void a_page_that_holds_nothing_ends_behind_what_was_looked_at() {
        Page<String> page = page(number -> number == 50, 3);

        assertThat(page.items()).isEmpty();
        assertThat(page.next()).contains("looked 9");
        assertThat(read).hasSizeLessThanOrEqualTo(11);
    }

    @Test
    void a_full_page_ends_behind_its_last() {
        assertThat(page(number -> true, 3)).isEqualTo(new Page<>(List.of("0a", "0b", "1a"), Optional.of("held 1a")));
        assertThat(page(number -> number == 9, 2).next()).contains("looked 9");
    }

    @Test
    void the_last_page_says_so() {
        assertThat(Page.of(Stream.of(1, 2), 10, Stream::of, 2, String::valueOf, String::valueOf))
                .isEqualTo(new Page<>(List.of(1, 2), Optional.empty()));
    }
}
