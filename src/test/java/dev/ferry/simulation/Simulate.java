package dev.ferry.simulation;

import dev.ferry.simulation.faults.Fault;
import dev.ferry.simulation.promises.Violation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs many seeds, or one again: {@code .ci/simulate} says how to call it. */
public final class Simulate {
    private Simulate() {}

    public static void main(String[] arguments) {
        Quiet.logs();
        Map<String, String> options = new LinkedHashMap<>();
        for (int at = 0; at + 1 < arguments.length; at += 2) {
            options.put(arguments[at], arguments[at + 1]);
        }
        if (options.containsKey("--seed")) {
            again(options);
        } else {
            long seeds = Long.parseLong(options.getOrDefault("--seeds", "10000"));
            long first = Long.parseLong(options.getOrDefault("--first", "1"));
            Campaign campaign = Campaign.run(first, seeds);
            System.out.print(campaign.census());
            System.out.println(campaign.summary());
            campaign.failure().ifPresent(failure -> report(failure, "short".equals(options.get("--report"))));
        }
        System.exit(0);
    }

    private static void report(Outcome failure, boolean shortly) {
        Violation violation = failure.violation().orElseThrow();
        System.out.println("violation of " + violation.promise().getSimpleName() + " by seed " + failure.scenario().seed()
                + ": " + violation.getMessage());
        if (!shortly) {
            System.out.println(failure.report());
            System.out.println("\nAs short as it gets:\n" + Shrinking.of(failure).report());
        }
        System.exit(1);
    }

    private static void again(Map<String, String> options) {
        Scenario scenario = new Scenario(
                Long.parseLong(options.get("--seed")),
                list(options, "--without-acts").stream().map(Integer::valueOf).collect(Collectors.toSet()),
                list(options, "--without-faults").stream().map(Fault::valueOf).collect(Collectors.toSet()));
        Outcome outcome = Simulation.run(scenario, new Fibers());
        System.out.println(outcome.report());
        System.exit(outcome.violation().isPresent() ? 1 : 0);
    }

    private static Set<String> list(Map<String, String> options, String name) {
        return options.containsKey(name) ? Set.copyOf(Arrays.asList(options.get(name).split(","))) : Set.of();
    }
}
