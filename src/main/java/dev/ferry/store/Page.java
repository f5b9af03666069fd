package dev.ferry.store;

import java.util.List;
import java.util.Optional;

/**
 * Some of a longer list.
 *
 * @param next where the next page starts, or empty at the end of the list
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }
}
