package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    private static final Comparator<String> ORDER = Comparator.naturalOrder();

    @Test
    void least_finds_the_first_in_order_and_whether_more_follows() {
        Stream<String> list = Stream.of("d", "a", "e", "c", "b");

        assertThat(Page.least(list, 2, ORDER, Function.identity()))
                .isEqualTo(new Page<>(List.of("a", "b"), Optional.of("b")));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void least_has_no_next_page_when_all_fit(int size) {
        assertThat(Page.least(Stream.of("c", "a", "b"), size, ORDER, Function.identity()))
                .isEqualTo(new Page<>(List.of("a", "b", "c"), Optional.empty()));
    }

    /** What sorts the whole list compares each item with some seventeen others. */
    @Test
    void least_compares_an_item_with_no_more_than_the_page() {
        AtomicInteger comparisons = new AtomicInteger();
        Comparator<Integer> counted = (one, other) -> {
            comparisons.incrementAndGet();
            return one.compareTo(other);
        };

        Page<Integer> page = Page.least(
                new Random(1).ints(100_000).boxed(), 1, counted, number -> Integer.toString(number));

        assertThat(page.items()).containsExactly(new Random(1).ints(100_000).min().getAsInt());
        assertThat(comparisons).hasValueLessThan(3 * 100_000);
    }
}
