package dev.ferry.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened, a line a step: the time, who, what, and how it went. It is put into words only when someone reads it. */
public final class Trace {
    private final VirtualTime time;
    private final List<Line> lines = new ArrayList<>();

    private record Line(Instant at, Object who, Supplier<String> what, Object outcome) {
        @Override
        public String toString() {
            return "%s %-14s %s%s".formatted(at, who, what.get(), outcome.equals("") ? "" : "  -> " + outcome);
        }
    }

    Trace(VirtualTime time) {
        this.time = time;
    }

    void add(Object who, Supplier<String> what, Object outcome) {
        lines.add(new Line(time.now(), who, what, outcome));
    }

    void add(Object who, String what) {
        add(who, () -> what, "");
    }

    public List<String> lines() {
        return lines.stream().map(Line::toString).toList();
    }
}
