package dev.ferry.simulation;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;

/**
 * Many simulations, one after the other, up to the first that fails.
 *
 * @param steps of all of them
 * @param cpu   what the processors spent on it, the compiler's and the collector's work included
 */
public record Campaign(long first, long seeds, long steps, Duration took, Duration cpu, Optional<Outcome> failure, Census census) {

    public static Campaign run(long first, long seeds) {
        return run(first, seeds, Duration.ofDays(1));
    }

    /** @param atMost after which no further one is begun */
    public static Campaign run(long first, long seeds, Duration atMost) {
        Fibers fibers = new Fibers();
        long start = System.nanoTime();
        long cpuStart = cpuNanos();
        long steps = 0;
        Census census = new Census();
        long seed = first;
        Optional<Outcome> failure = Optional.empty();
        while (seed < first + seeds && failure.isEmpty() && System.nanoTime() - start < atMost.toNanos()) {
            Outcome outcome = Simulation.run(Scenario.of(seed), fibers);
            steps += outcome.steps();
            census.add(outcome.census());
            failure = outcome.violation().map(any -> outcome);
            seed++;
        }
        return new Campaign(first, seed - first, steps, Duration.ofNanos(System.nanoTime() - start),
                Duration.ofNanos(cpuNanos() - cpuStart), failure,
                census);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    public String summary() {
        return ("simulation: seeds %d to %d, %,d steps in %,d ms: %,.0f steps a second, %,.0f a second of one core, %s")
                .formatted(first, first + seeds - 1, steps, took.toMillis(), steps * 1e9 / took.toNanos(),
                        steps * 1e9 / cpu.toNanos(), failure.isPresent() ? "a violation" : "no violation");
    }
}
