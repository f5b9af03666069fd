package dev.ferry.simulation;

import dev.ferry.simulation.promises.Violation;
import java.util.Optional;

/**
 * How a simulation went.
 *
 * @param steps calls of functions and decisions of the scheduler
 * @param acts  how many acts clients had begun
 */
public record Outcome(Scenario scenario, long steps, int acts, Optional<Violation> violation, Trace trace,
        Census census) {

    /** What a person needs to find out what is wrong. */
    public String report() {
        return violation.map(Violation::getMessage).orElse("no violation") + "\n  again: " + scenario.command() + "\n  "
                + String.join("\n  ", trace.lines());
    }
}
