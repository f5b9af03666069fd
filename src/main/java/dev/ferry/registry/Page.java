package dev.ferry.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Some of a longer list.
 *
 * @param next what the last item is known by, behind which the next page starts; empty at the end of the list
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * The first in an order of a list that comes in another. All of it is read, and no more of it held than the page.
     *
     * @param size   how many at most, at least 1
     * @param cursor by which the page that follows will know where this one ended
     */
    public static <T> Page<T> least(Stream<T> list, int size, Comparator<T> order, Function<T, String> cursor) {
        PriorityQueue<T> least = new PriorityQueue<>(order.reversed());
        list.forEach(item -> {
            least.add(item);
            if (least.size() > size + 1) {
                least.remove();
            }
        });
        return of(least.stream().sorted(order), size, cursor);
    }

    /**
     * The first of a list, which is read no further than it takes to know whether there is more.
     *
     * @param size   how many at most, at least 1
     * @param cursor by which the page that follows will know where this one ended
     */
    public static <T> Page<T> of(Stream<T> list, int size, Function<T, String> cursor) {
        Iterator<T> rest = list.iterator();
        List<T> items = new ArrayList<>();
        while (items.size() < size && rest.hasNext()) {
            items.add(rest.next());
        }
        return new Page<>(items, rest.hasNext() ? Optional.of(cursor.apply(items.get(size - 1))) : Optional.empty());
    }

    /**
     * The first of a list that holds only some of what is looked at, so that a page may have fewer than there are to come.
     *
     * @param most    how much is looked at, at most
     * @param held    what the list holds of one that is looked at
     * @param cursor  by which the page that follows will know where this one ended
     * @param lookedAt the same where it ended behind one that was looked at
     */
    public static <S, T> Page<T> of(
            Stream<S> all, int most, Function<S, Stream<T>> held, int size, Function<T, String> cursor,
            Function<S, String> lookedAt) {
        Iterator<S> rest = all.iterator();
        List<T> items = new ArrayList<>();
        S last = null;
        for (int looked = 0; rest.hasNext(); looked++) {
            if (looked == most) {
                return new Page<>(items, Optional.of(lookedAt.apply(last)));
            }
            last = rest.next();
            for (T item : held.apply(last).toList()) {
                if (items.size() == size) {
                    return new Page<>(items, Optional.of(cursor.apply(items.get(size - 1))));
                }
                items.add(item);
            }
        }
        return new Page<>(items, Optional.empty());
    }
}
