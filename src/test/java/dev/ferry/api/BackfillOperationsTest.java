package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.messaging.BackfillMessage;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillId;
import dev.ferry.service.replication.BackfillTurns;
import dev.ferry.service.replication.Backfills;
import dev.ferry.service.replication.Replicator;
import dev.ferry.store.replications.OpenItems;
import dev.ferry.testing.Beans;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.Images;
import dev.ferry.testing.SignedCall;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.model.ReplicationDestination;

/** The operations as a client sends them that the SDK of this stack does not know yet. */
class BackfillOperationsTest extends ApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNKNOWN = "0190a0b0-0000-7000-8000-000000000000";

    private void haveImages() {
        create("app");
        push("app", Images.image().build(), "latest");
        push("app", Images.image().seed(2).build(), "v1");
    }

    private record Answer(int status, JsonNode body) {
        String error() {
            return body.path("__type").asText() + ": " + body.path("message").asText();
        }
    }

    private Answer call(String operation, String json) {
        return call(api.beans(), operation, json);
    }

    private Answer call(Beans beans, String operation, String json) {
        String key = api.caller("arn:aws:iam::" + account + ":root", REGION).accessKeyId();
        ApiResponse response = beans.get(AwsApi.class)
                .answer(SignedCall.ecr(REGION, operation, json.replace('\'', '"')).by(key, "secret of " + key));
        try {
            return new Answer(response.status(), JSON.readTree(response.body()));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private void replicateTo(String... regions) {
        List<ReplicationDestination> destinations = Stream.of(regions)
                .map(region -> ReplicationDestination.builder().region(region).registryId(account).build())
                .toList();
        ecr.putReplicationConfiguration(put -> put.replicationConfiguration(
                configuration -> configuration.rules(rule -> rule.destinations(destinations))));
    }

    private Answer start(String region) {
        return call("StartReplicationBackfill", destination(region));
    }

    private String destination(String region) {
        return "{'destination':{'region':'" + region + "','registryId':'" + account + "'}}";
    }

    private String startedTo(String region) {
        replicateTo(region);
        Answer answer = start(region);
        assertThat(answer.status()).as(answer.error()).isEqualTo(200);
        return answer.body().get("replicationBackfillId").asText();
    }

    private void carryOnUntil(String id, Predicate<Backfill> enough) {
        Registry registry = Registry.of(account, REGION);
        for (Backfill now = now(registry, id); !enough.test(now); now = now(registry, id)) {
            api.beans().get(BackfillTurns.class).carryOn(
                    registry.region(), new BackfillMessage(registry.account(), now.id(), now.turn()), false);
            List<OpenItems.OpenItem> open = api.beans().get(OpenItems.class)
                    .openBefore(registry.region(), Instant.now().plusSeconds(60))
                    .filter(item -> item.backfilled() && item.image().repository().account().equals(registry.account()))
                    .toList();
            open.forEach(item -> api.beans().get(Replicator.class).replicate(registry.region(), new ReplicationMessage(
                    item.image(), item.push(), item.destination().orElseThrow(), item.attempt(), true)));
        }
    }

    private Backfill now(Registry registry, String id) {
        return api.beans().get(Backfills.class).get(registry, new BackfillId(id));
    }

    private static String id(String id) {
        return "{'replicationBackfillId':'" + id + "'}";
    }

    @Test
    void a_backfill_starts_preparing_and_tells_its_progress_once_all_is_found() {
        haveImages();
        replicateTo("eu-west-1");

        JsonNode started = start("eu-west-1").body();

        assertThat(started.get("status").asText()).isEqualTo("PREPARING");
        assertThat(started.get("registryId").asText()).isEqualTo(account);
        assertThat(started.at("/destination/region").asText()).isEqualTo("eu-west-1");
        assertThat(started.at("/destination/registryId").asText()).isEqualTo(account);
        assertThat(started.get("startedAt").isNumber()).isTrue();
        String id = started.get("replicationBackfillId").asText();
        JsonNode preparing = call("DescribeReplicationBackfillResults", id(id)).body();
        assertThat(preparing.get("status").asText()).isEqualTo("PREPARING");
        assertThat(preparing.has("progress")).isFalse();

        carryOnUntil(id, backfill -> backfill.status().isTerminal());

        JsonNode ended = call("DescribeReplicationBackfillResults", id(id)).body();
        assertThat(ended.get("status").asText()).isEqualTo("COMPLETE");
        assertThat(ended.get("progress").toString()).isEqualTo("{\"totalReplicationCount\":2,"
                + "\"completedReplicationCount\":2,\"failedReplicationCount\":0,\"failureCodes\":[]}");
        assertThat(ended.get("endedAt").decimalValue()).isGreaterThanOrEqualTo(ended.get("startedAt").decimalValue());
        assertThat(ended.get("results")).hasSize(2).allSatisfy(result -> {
            assertThat(result.get("repositoryName").asText()).isEqualTo("app");
            assertThat(result.at("/imageId/imageDigest").asText()).startsWith("sha256:");
            assertThat(result.get("status").asText()).isEqualTo("COMPLETE");
            assertThat(result.has("failureCode")).isFalse();
        });
        assertThat(api.ecr(account, "eu-west-1").listImages(list -> list.repositoryName("app")).imageIds()).hasSize(2);
    }

    @Test
    void results_and_backfills_come_page_by_page() {
        haveImages();
        String first = startedTo("eu-west-1");
        carryOnUntil(first, backfill -> backfill.status().isTerminal());
        String second = startedTo("eu-west-1");
        carryOnUntil(second, backfill -> backfill.status().isTerminal());

        List<String> images = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = call("DescribeReplicationBackfillResults",
                    "{'replicationBackfillId':'" + first + "','maxResults':1" + token + "}").body();
            page.get("results").forEach(result -> images.add(result.at("/imageId/imageTag").asText()));
            token = page.has("nextToken") ? ",'nextToken':'" + page.get("nextToken").asText() + "'" : "";
        } while (!token.isEmpty());
        JsonNode latest = call("ListReplicationBackfills", "{'maxResults':1}").body();
        JsonNode before = call("ListReplicationBackfills",
                "{'maxResults':1,'nextToken':'" + latest.get("nextToken").asText() + "'}").body();

        assertThat(images).containsExactlyInAnyOrder("latest", "v1");
        assertThat(latest.at("/backfills/0/replicationBackfillId").asText()).isEqualTo(second);
        assertThat(before.at("/backfills/0/replicationBackfillId").asText()).isEqualTo(first);
        assertThat(before.at("/backfills/0/progress/completedReplicationCount").asInt()).isEqualTo(2);
        assertThat(before.has("nextToken")).isFalse();
    }

    @Test
    void results_are_filtered_by_their_status() {
        haveImages();
        String id = startedTo("eu-west-1");
        carryOnUntil(id, backfill -> backfill.progress().total() == 2);
        ecr.batchDeleteImage(delete -> delete.repositoryName("app").imageIds(image -> image.imageTag("v1")));
        carryOnUntil(id, backfill -> backfill.status().isTerminal());

        JsonNode failed = call("DescribeReplicationBackfillResults",
                "{'replicationBackfillId':'" + id + "','resultStatusFilter':'FAILED'}").body();
        JsonNode complete = call("DescribeReplicationBackfillResults",
                "{'replicationBackfillId':'" + id + "','resultStatusFilter':'COMPLETE'}").body();

        assertThat(failed.get("results")).singleElement().satisfies(result -> {
            assertThat(result.at("/imageId/imageTag").asText()).isEqualTo("v1");
            assertThat(result.get("failureCode").asText()).isEqualTo("ImageNotFound");
        });
        assertThat(failed.at("/progress/failureCodes").toString()).isEqualTo("[\"ImageNotFound\"]");
        assertThat(complete.get("results")).singleElement().satisfies(
                result -> assertThat(result.at("/imageId/imageTag").asText()).isEqualTo("latest"));
    }

    @Test
    void a_destination_that_no_rule_names_is_refused() {
        replicateTo("us-east-2");

        Answer answer = start("eu-west-1");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("InvalidParameterException: " + invalid("destination",
                "must be a destination of the replication configuration of the registry"));
        assertThat(call("ListReplicationBackfills", "{}").body().get("backfills")).isEmpty();
    }

    @Test
    void a_second_one_to_the_same_Region_is_refused_until_the_first_has_ended() {
        haveImages();
        String id = startedTo("eu-west-1");

        Answer second = start("eu-west-1");

        assertThat(second.status()).isEqualTo(400);
        assertThat(second.error()).isEqualTo("ReplicationBackfillInProgressException: A replication backfill to the Region "
                + "'eu-west-1' is already in progress in the registry with id '" + account + "'");
        carryOnUntil(id, backfill -> backfill.status().isTerminal());
        assertThat(start("eu-west-1").status()).isEqualTo(200);
    }

    @Test
    @Tag("full")
    void an_eleventh_at_the_same_time_is_refused() {
        String[] regions = {"us-east-1", "us-east-2", "us-west-1", "ca-central-1", "eu-west-1", "eu-west-2", "eu-west-3",
            "eu-central-1", "eu-north-1", "ap-south-1", "ap-northeast-1"};
        replicateTo(regions);
        for (int number = 0; number < 10; number++) {
            assertThat(start(regions[number]).status()).isEqualTo(200);
        }

        Answer eleventh = start(regions[10]);

        assertThat(eleventh.status()).isEqualTo(400);
        assertThat(eleventh.error()).isEqualTo("LimitExceededException: The registry with id '" + account
                + "' already has 10 replication backfills in progress");
        assertThat(call("ListReplicationBackfills", "{}").body().get("backfills")).hasSize(10);
    }

    @Test
    void one_that_is_stopped_or_has_ended_cannot_be_stopped() {
        haveImages();
        String id = startedTo("eu-west-1");

        assertThat(call("StopReplicationBackfill", id(id)).body().get("status").asText()).isEqualTo("STOPPING");
        Answer again = call("StopReplicationBackfill", id(id));
        carryOnUntil(id, backfill -> backfill.status().isTerminal());
        Answer ended = call("StopReplicationBackfill", id(id));

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.error()).isEqualTo("ReplicationBackfillInvalidStatusException: The replication backfill with id '" + id
                + "' in the registry with id '" + account + "' is STOPPING and cannot be stopped");
        assertThat(ended.error()).contains("is STOPPED and cannot be stopped");
    }

    @ParameterizedTest
    @ValueSource(strings = {"StopReplicationBackfill", "DescribeReplicationBackfillResults"})
    void an_unknown_one_is_not_found(String operation) {
        Answer answer = call(operation, id(UNKNOWN));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("ReplicationBackfillNotFoundException: The replication backfill with id '" + UNKNOWN
                + "' does not exist in the registry with id '" + account + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "StopReplicationBackfill {'replicationBackfillId':'1'}",
        "StopReplicationBackfill {}",
        "DescribeReplicationBackfillResults {'replicationBackfillId':'" + UNKNOWN + "','maxResults':1001}",
        "DescribeReplicationBackfillResults {'replicationBackfillId':'" + UNKNOWN + "','resultStatusFilter':'STOPPED'}",
        "ListReplicationBackfills {'maxResults':51}",
        "ListReplicationBackfills {'nextToken':'!'}",
        "StartReplicationBackfill {}",
        "StartReplicationBackfill {'destination':{'region':'eu-west-1'}}",
        "StartReplicationBackfill {'destination':{'region':'EU','registryId':'111122223333'}}"})
    void what_the_model_does_not_allow_is_refused(String call) {
        Answer answer = call(call.substring(0, call.indexOf(' ')), call.substring(call.indexOf(' ')));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).startsWith("InvalidParameterException: Invalid parameter at '");
    }

    @Test
    void one_that_ended_more_than_90_days_ago_is_not_told_of_any_more() {
        haveImages();
        String id = startedTo("eu-west-1");
        carryOnUntil(id, backfill -> backfill.status().isTerminal());
        Registry registry = Registry.of(account, REGION);

        assertThat(backfillsIn(Duration.ofDays(89)).page(registry, Optional.empty(), 10).items()).hasSize(1);
        assertThat(backfillsIn(Duration.ofDays(91)).page(registry, Optional.empty(), 10).items()).isEmpty();
    }

    private static Backfills backfillsIn(Duration later) {
        return FerryBeans.create().with(Clock.class, Clock.offset(Clock.systemUTC(), later)).get(Backfills.class);
    }
}
