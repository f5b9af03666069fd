package dev.ferry.registry;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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
}
