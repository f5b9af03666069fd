package dev.ferry.simulation;

import java.util.Map;
import java.util.TreeMap;

/** Counts what happened in simulations, so that one can see that what was looked for could have been found. */
public final class Census {
    private final Map<String, Long> counts = new TreeMap<>();

    void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    void add(Census other) {
        other.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
    }

    long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        counts.forEach((what, count) -> text.append("  %,12d %s%n".formatted(count, what)));
        return text.toString();
    }
}
