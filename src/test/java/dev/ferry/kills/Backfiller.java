package dev.ferry.kills;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.registry.Registry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Has what is in a registry brought to its destinations, again and again, and now and then stops it; it waits for no end. */
final class Backfiller implements Runnable {
    private static final String IN_PROGRESS = "ReplicationBackfillInProgressException";
    private static final Set<String> ENDS = Set.of("COMPLETE", "STOPPED", "FAILED");
    private static final int LONGEST_PAUSE_MILLIS = 3_000;

    private final PatientClient client;
    private final Random random;
    private final CountDownLatch end;
    private final Registry source = Scenario.mirroredRegistry();

    /** @param end what it stops at */
    Backfiller(PatientClient client, long seed, CountDownLatch end) {
        this.client = client;
        this.random = new Random(seed);
        this.end = end;
    }

    @Override
    public void run() {
        try {
            while (!end.await(random.nextInt(LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS)) {
                start(Scenario.mirrors().get(random.nextInt(Scenario.mirrors().size())));
                if (random.nextInt(5) == 0) {
                    stop();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it started; not while another one is in progress, which an earlier try of the same call may have started. */
    boolean start(Registry destination) {
        try {
            client.call(source, "StartReplicationBackfill", "{\"destination\": " + Scenario.json(destination) + "}");
            return true;
        } catch (RefusedException refused) {
            if (!refused.is(IN_PROGRESS)) {
                throw refused;
            }
            return false;
        }
    }

    private void stop() {
        String latest = all().get(0).get("replicationBackfillId").asText();
        try {
            client.call(source, "StopReplicationBackfill", "{\"replicationBackfillId\": \"" + latest + "\"}");
        } catch (RefusedException refused) {
            if (!refused.is("ReplicationBackfillInvalidStatusException")) {
                throw refused;
            }
            // It had ended, or an earlier try has stopped it.
        }
    }

    /** The latest first. */
    private List<JsonNode> all() {
        return pages("ListReplicationBackfills", "{", "backfills");
    }

    private List<JsonNode> pages(String operation, String input, String member) {
        List<JsonNode> all = new ArrayList<>();
        String token = "";
        do {
            String next = token.isEmpty() ? "" : (input.equals("{") ? "" : ", ") + "\"nextToken\": \"" + token + "\"";
            JsonNode page = client.call(source, operation, input + next + "}");
            page.get(member).forEach(all::add);
            token = page.path("nextToken").asText();
        } while (!token.isEmpty());
        return all;
    }

    boolean isQuiet() {
        return all().stream().allMatch(backfill -> ENDS.contains(backfill.get("status").asText()));
    }

    /** Each ended well, and its counts are those of its results; only what was deleted meanwhile has failed. */
    String assertEnded() {
        Map<String, Integer> ends = new TreeMap<>();
        for (JsonNode backfill : all()) {
            String id = backfill.get("replicationBackfillId").asText();
            String status = backfill.get("status").asText();
            assertThat(status).as("backfill %s", id).isIn("COMPLETE", "STOPPED");
            ends.merge(status, 1, Integer::sum);
            JsonNode progress = backfill.get("progress");
            int total = progress.get("totalReplicationCount").asInt();
            Map<String, Integer> counted = new HashMap<>();
            for (JsonNode result : pages("DescribeReplicationBackfillResults",
                    "{\"replicationBackfillId\": \"" + id + "\"", "results")) {
                counted.merge(result.get("status").asText(), 1, Integer::sum);
                assertThat(result.path("failureCode").asText("ImageNotFound")).as("backfill %s: %s", id, result)
                        .isEqualTo("ImageNotFound");
            }
            int completed = progress.get("completedReplicationCount").asInt();
            int failed = progress.get("failedReplicationCount").asInt();
            assertThat(counted.getOrDefault("COMPLETE", 0)).as("backfill %s, COMPLETE", id).isEqualTo(completed);
            assertThat(counted.getOrDefault("FAILED", 0)).as("backfill %s, FAILED", id).isEqualTo(failed);
            assertThat(completed + failed).as("backfill %s, of %d", id, total).isLessThanOrEqualTo(total);
            if (status.equals("COMPLETE")) {
                assertThat(completed + failed).as("backfill %s", id).isEqualTo(total);
            }
        }
        assertThat(ends).as("backfills").isNotEmpty();
        return ends.toString();
    }

    /** The latest one brought everything that is there. */
    void assertLatestBrought(int replications) {
        JsonNode latest = all().get(0);
        assertThat(latest.get("status").asText()).isEqualTo("COMPLETE");
        assertThat(latest.at("/progress/completedReplicationCount").asInt()).isEqualTo(replications);
        assertThat(latest.at("/progress/failedReplicationCount").asInt()).isZero();
    }
}
