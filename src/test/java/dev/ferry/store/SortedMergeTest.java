package dev.ferry.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SortedMergeTest {
    private static Stream<Integer> merged(List<List<Integer>> sorted) {
        return SortedMerge.of(sorted.stream().map(List::stream), Comparator.naturalOrder());
    }

    @Test
    void several_sorted_streams_become_one() {
        assertThat(merged(List.of(List.of(1, 4, 9), List.of(), List.of(2, 3, 4, 10)))).containsExactly(1, 2, 3, 4, 4, 9, 10);
        assertThat(merged(List.of())).isEmpty();
    }

    @Test
    void each_is_read_only_as_far_as_the_whole_is() {
        AtomicInteger read = new AtomicInteger();
        Stream<Integer> endless = Stream.iterate(0, last -> last + 2).peek(any -> read.incrementAndGet());

        assertThat(SortedMerge.of(Stream.of(endless, Stream.of(1, 3)), Comparator.naturalOrder()).limit(4))
                .containsExactly(0, 1, 2, 3);

        assertThat(read).hasValueLessThan(5);
    }
}
