package dev.ferry.kills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.store.replications.OpenItems.OpenItem;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/**
 * The whole of Ferry under load while its functions and the cloud itself are killed, SIGKILL each time: nothing that was
 * acknowledged is lost, nothing is replicated twice, every replication ends, deletions and
 * backfills included, and the data on disk is whole.
 *
 * <p>{@code -Dkills=1000} kills more than {@value #KILLS} processes, {@code -Dkills.seed=…} the same ones again, as far as
 * processes can do the same again. What the cloud printed is in {@code target/killed-cloud/cloud.log}.
 */
class KilledCloudIT {
    private static final int KILLS = 200;
    private static final Path FOLDER = Path.of("target", "killed-cloud");
    /** A sweep takes up what a kill left behind: it comes once a minute, for what is open for 20 seconds. */
    private static final Duration SWEPT = Duration.ofSeconds(180);

    private final int kills = Integer.getInteger("kills", KILLS);
    private final long seed = Long.getLong("kills.seed", System.nanoTime() % 1_000_000);

    @Test
    void nothing_is_lost_doubled_or_stuck_whatever_is_killed() throws Exception {
        System.out.println("kills: " + kills + ", seed: " + seed + " (-Dkills=" + kills + " -Dkills.seed=" + seed + ")");
        try (CloudProcess cloud = new CloudProcess(FOLDER.resolve("data"), FOLDER.resolve("cloud.log"))) {
            emptyFolder();
            cloud.start();
            PatientClient client = new PatientClient(cloud);
            Scenario.setUp(client);

            List<Ledger> ledgers = pushWhileKilling(cloud, client);
            ledgers.forEach(System.out::println);

            CloudChecks checks = new CloudChecks(client);
            Backfiller backfiller = new Backfiller(client, seed, new CountDownLatch(0));
            awaitQuiet(cloud, checks, ledgers, backfiller);
            ledgers.forEach(checks::assertSourceIsAsAcknowledged);
            System.out.println("backfills: " + backfiller.assertEnded());
            assertThat(backfiller.start(Scenario.mirrors().get(0))).as("no backfill is in the way of another").isTrue();
            awaitQuiet(cloud, checks, ledgers, backfiller);
            backfiller.assertLatestBrought(ledgers.stream().filter(ledger -> ledger.repository().mirrored())
                    .mapToInt(Ledger::taggedAndUntagged).sum());
            List<Outcomes> outcomes = checkDataOnDisk(cloud, ledgers);

            cloud.start();
            CloudChecks afterRestart = new CloudChecks(client);
            ledgers.forEach(afterRestart::assertSourceIsAsAcknowledged);
            outcomes.forEach(afterRestart::assertDestinationsAreAsReplicated);
            afterRestart.assertNoOtherRepositories(outcomes);
        }
    }

    @Test
    void an_event_that_was_accepted_is_handled_by_the_next_cloud() throws IOException {
        try (CloudProcess cloud = new CloudProcess(FOLDER.resolve("data"), FOLDER.resolve("cloud.log"))) {
            emptyFolder();
            cloud.start();
            TestRegistry west = new TestRegistry(cloud.endpoint(), "111122223333", "us-west-2").with("team/app");
            TestImage image = Images.image().build();
            west.push("team/app", image, "1.0");
            west.replicatingTo(new TestRegistry(cloud.endpoint(), "111122223333", "us-east-1"));

            PutEventsResponse accepted = west.eventBridge().putEvents(put -> put.entries(entry -> entry
                    .source("aws.ecr")
                    .detailType("ECR Image Action")
                    .detail("{\"result\":\"SUCCESS\",\"action-type\":\"PUSH\",\"repository-name\":\"team/app\","
                            + "\"image-digest\":\"" + image.digest() + "\",\"image-tag\":\"1.0\"}")));
            cloud.kill(false);
            assertThat(accepted.failedEntryCount()).isZero();
            cloud.start();

            TestRegistry again = new TestRegistry(cloud.endpoint(), "111122223333", "us-west-2");
            await().atMost(TestRegistry.PATIENCE)
                    .until(() -> !again.statuses("team/app", TestRegistry.tag("1.0")).isEmpty());
            again.awaitComplete("team/app", TestRegistry.tag("1.0"));
        }
    }

    private List<Ledger> pushWhileKilling(CloudProcess cloud, PatientClient client)
            throws InterruptedException, ExecutionException {
        Random random = new Random(seed);
        CountDownLatch end = new CountDownLatch(1);
        List<Ledger> ledgers = Scenario.SOURCES.stream().map(Ledger::new).toList();
        Killer killer = new Killer(cloud, client);
        ExecutorService threads = Executors.newFixedThreadPool(ledgers.size() + 1);
        try {
            CompletableFuture<?>[] load = ledgers.stream()
                    .map(ledger -> CompletableFuture.runAsync(
                            new Pusher(ledger, client, random.nextInt(1_000_000_000), end), threads))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture<?> backfills = CompletableFuture.runAsync(new Backfiller(client, random.nextInt(), end), threads);
            killer.carryOut(KillPlan.of(kills, random));
            System.out.println(killer + ", between " + client.answered() + " calls that were answered");
            end.countDown();
            CompletableFuture.allOf(load).get();
            backfills.get();
        } finally {
            end.countDown();
            threads.shutdownNow();
        }
        return ledgers;
    }

    /** Asks for each image last: while anything is open that is many calls for nothing. */
    private static void awaitQuiet(CloudProcess cloud, CloudChecks checks, List<Ledger> ledgers, Backfiller backfiller) {
        await("the end of all replications").atMost(SWEPT).pollInterval(Duration.ofSeconds(2))
                .until(() -> DataOnDisk.isQuiet(cloud.data()) && backfiller.isQuiet() && ledgers.stream().allMatch(checks::isQuiet));
    }

    private static List<Outcomes> checkDataOnDisk(CloudProcess cloud, List<Ledger> ledgers) {
        CloudProcess.assertGone(cloud.kill(false));
        try (DataOnDisk data = DataOnDisk.open(cloud.data())) {
            List<OpenItem> open = data.open();
            assertThat(open).as("what has not come to its end").isEmpty();
            ledgers.forEach(data::assertNothingWasChained);
            ledgers.stream().filter(ledger -> ledger.repository().mirrored()).forEach(data::assertEachDeletionHappenedOnce);
            System.out.println(data.assertObjectsAreWhatTheirKeysSay() + " objects are what their keys say");
            return ledgers.stream().map(data::outcomes).toList();
        }
    }

    private static void emptyFolder() throws IOException {
        if (Files.exists(FOLDER)) {
            try (Stream<Path> walk = Files.walk(FOLDER)) {
                for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(FOLDER);
    }
}
