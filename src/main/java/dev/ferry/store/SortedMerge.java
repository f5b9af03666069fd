package dev.ferry.store;

import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Several sorted streams as one that is sorted, too. Each is read only as far as the whole is. */
public final class SortedMerge {
    private record Head<T>(T item, Iterator<T> rest) {}

    private SortedMerge() {}

    /** @param sorted each by this order */
    public static <T> Stream<T> of(Stream<Stream<T>> sorted, Comparator<? super T> order) {
        PriorityQueue<Head<T>> heads = new PriorityQueue<>(Comparator.comparing(Head::item, order));
        sorted.map(Stream::iterator).forEach(items -> advance(items, heads));
        Iterator<T> merged = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !heads.isEmpty();
            }

            @Override
            public T next() {
                Head<T> first = heads.remove();
                advance(first.rest(), heads);
                return first.item();
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(merged, Spliterator.ORDERED), false);
    }

    private static <T> void advance(Iterator<T> items, PriorityQueue<Head<T>> heads) {
        if (items.hasNext()) {
            heads.add(new Head<>(items.next(), items));
        }
    }
}
