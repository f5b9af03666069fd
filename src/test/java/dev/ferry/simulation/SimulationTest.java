package dev.ferry.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The promises hold, whatever goes wrong: on seeds that are always the same, and on some that nobody has tried yet. Many
 * more of them: {@code .ci/simulate}, or {@code -Dsimulation.seeds=10000 -Dsimulation.first=1}.
 */
@ResourceLock("java.util.logging")
class SimulationTest {
    private static final long SEEDS = Long.getLong("simulation.seeds", 600);
    private static final Duration AT_MOST = Duration.ofSeconds(Long.getLong("simulation.seconds", 12));

    @BeforeAll
    static void keepQuiet() {
        Quiet.logs();
    }

    @AfterAll
    static void letOthersBeHeard() {
        Quiet.end();
    }

    @Test
    void no_promise_is_broken_on_the_seeds_that_are_always_tried() {
        holds(Campaign.run(Long.getLong("simulation.first", 1), SEEDS,
                System.getProperty("simulation.seeds") == null ? AT_MOST : Duration.ofDays(1)));
    }

    @Test
    void no_promise_is_broken_on_seeds_that_nobody_has_tried() {
        long first = 1_000_000 + Math.floorMod(System.nanoTime(), 1_000_000_000L) * 1_000;

        holds(Campaign.run(first, SEEDS, AT_MOST));
    }

    private static void holds(Campaign campaign) {
        System.out.println(campaign.summary());

        assertThat(campaign.steps()).isPositive();
        assertThat(campaign.failure())
                .as(() -> campaign.failure().map(Shrinking::of).map(Outcome::report).orElse(""))
                .isEmpty();
    }

    @Test
    void the_same_seed_always_goes_the_same_way() {
        Fibers fibers = new Fibers();
        for (long seed = 1; seed <= 20; seed++) {
            List<String> once = Simulation.run(Scenario.of(seed), fibers).trace().lines();

            assertThat(Simulation.run(Scenario.of(seed), new Fibers()).trace().lines()).isEqualTo(once);
        }
    }

    @Test
    @Tag("full")
    void the_same_seed_goes_the_same_way_in_another_process() throws IOException {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp", System.getProperty("java.class.path"), Simulate.class.getName(), "--seed", "7")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .endsWith(Simulation.run(Scenario.of(7), new Fibers()).report().strip());
    }

    @Test
    @Tag("full")
    void replications_of_every_end_and_every_fault_are_among_what_is_tried() {
        Census census = Campaign.run(1, 200).census();

        assertThat(List.of("replications that became COMPLETE", "replications that became FAILED: AccessDenied",
                "replications that became FAILED: ImageNotFound", "replications that became FAILED: RepositoryNotFound",
                "replications that became FAILED: MissingCustomRole",
                "replications of backfills", "backfills that became COMPLETE", "backfills that became STOPPED",
                "calls that ended as KILLED", "calls that ended as SdkClientException",
                "calls that ended as TransactionCanceledException"))
                .allSatisfy(what -> assertThat(census.of(what)).as(what).isPositive());
    }
}
