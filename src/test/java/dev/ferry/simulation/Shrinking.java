package dev.ferry.simulation;

import dev.ferry.simulation.faults.Fault;
import dev.ferry.simulation.promises.Violation;
import java.util.HashSet;
import java.util.Set;

/** Leaves out what a failure can do without: one fault after the other, one client's act after the other. */
final class Shrinking {
    private final Fibers fibers = new Fibers();
    private Outcome shortest;

    private Shrinking(Outcome failure) {
        shortest = failure;
    }

    static Outcome of(Outcome failure) {
        Shrinking shrinking = new Shrinking(failure);
        shrinking.leaveOutFaults();
        shrinking.leaveOutActs(failure.acts());
        return shrinking.shortest;
    }

    private void leaveOutFaults() {
        for (Fault fault : Fault.values()) {
            Set<Fault> without = new HashSet<>(shortest.scenario().withoutFaults());
            without.add(fault);
            attempt(new Scenario(shortest.scenario().seed(), shortest.scenario().withoutActs(), without));
        }
    }

    private void leaveOutActs(int acts) {
        for (int act = acts - 1; act >= 0; act--) {
            Set<Integer> without = new HashSet<>(shortest.scenario().withoutActs());
            without.add(act);
            attempt(new Scenario(shortest.scenario().seed(), without, shortest.scenario().withoutFaults()));
        }
    }

    /** Keeps the scenario if it breaks the same promise. */
    private void attempt(Scenario scenario) {
        Outcome outcome = Simulation.run(scenario, fibers);
        if (outcome.violation().map(Violation::promise).equals(shortest.violation().map(Violation::promise))) {
            shortest = outcome;
        }
    }
}
