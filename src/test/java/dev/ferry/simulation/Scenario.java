package dev.ferry.simulation;

import dev.ferry.simulation.faults.Fault;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a simulation is made of: all else follows.
 *
 * @param withoutActs   which of the clients' acts are left out, counted from 0, to see whether it still fails
 * @param withoutFaults which faults are left out
 */
public record Scenario(long seed, Set<Integer> withoutActs, Set<Fault> withoutFaults) {

    public Scenario {
        withoutActs = Set.copyOf(withoutActs);
        withoutFaults = Set.copyOf(withoutFaults);
    }

    public static Scenario of(long seed) {
        return new Scenario(seed, Set.of(), Set.of());
    }

    /** What repeats it exactly. */
    public String command() {
        StringBuilder command = new StringBuilder(".ci/simulate --seed " + seed);
        if (!withoutActs.isEmpty()) {
            command.append(" --without-acts ").append(new TreeSet<>(withoutActs).stream()
                    .map(Object::toString).collect(Collectors.joining(",")));
        }
        if (!withoutFaults.isEmpty()) {
            command.append(" --without-faults ").append(new TreeSet<>(withoutFaults).stream()
                    .map(Object::toString).collect(Collectors.joining(",")));
        }
        return command.toString();
    }
}
