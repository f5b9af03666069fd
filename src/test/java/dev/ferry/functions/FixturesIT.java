package dev.ferry.functions;

import static dev.ferry.functions.ReplicationScenario.IMAGE;
import static dev.ferry.functions.ReplicationScenario.PARTNER;
import static dev.ferry.functions.ReplicationScenario.SAME_ACCOUNT;
import static dev.ferry.functions.ReplicationScenario.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.identity.AccessKeyTable;
import dev.ferry.identity.AuthorizationTokens;
import dev.ferry.local.lambda.InvocationResult;
import dev.ferry.local.template.LambdaFunction;
import dev.ferry.registry.RegionName;
import dev.ferry.replication.BackfillStatus;
import dev.ferry.replication.Deletion;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Planned;
import dev.ferry.service.Pulls;
import dev.ferry.service.Services;
import dev.ferry.testing.PackagedFunctions;
import dev.ferry.testing.TemplateSettings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every event of the directory {@code events} in the packaged function that it is for: as it stands, in a stack that is
 * new, which is what the table of docs/events.md promises; and where its story has got so far, with what is in the tables
 * afterwards. The API's events are signed afresh for that, and the registry's get a token, as time has passed since.
 */
@ExtendWith(PackagedFunctions.class)
@ResourceLock("packaged functions")
class FixturesIT {
    private final PackagedFunctions.Running functions;
    private ReplicationScenario story;

    FixturesIT(PackagedFunctions.Running functions) {
        this.functions = functions;
    }

    static List<String> events() {
        return Events.names();
    }

    @BeforeEach
    void startOver() {
        story = new ReplicationScenario();
        story.queued();
    }

    @ParameterizedTest
    @MethodSource("events")
    @Tag("full")
    void an_event_as_it_stands_meets_a_new_stack(String name) {
        switch (name) {
            case "api-describe-registry.json", "api-disable-region.json", "api-enable-region.json",
                    "api-get-region-opt-status.json", "api-get-role.json", "api-list-regions.json" -> {
                JsonNode answer = answer(name, Events.read(name));
                assertThat(answer.get("statusCode").asInt()).isBetween(400, 403);
                assertThat(answer.get("body").asText())
                        .contains("Signature expired: 20251102T101530Z is now earlier than");
            }
            case "distribution-base.json", "distribution-base-with-slash.json", "distribution-pull-manifest.json",
                    "distribution-push-manifest.json" -> {
                JsonNode answer = answer(name, Events.read(name));
                assertThat(answer.get("statusCode").asInt()).isEqualTo(401);
                assertThat(Events.parse(text(answer)).at("/errors/0/code").asText()).isEqualTo("UNAUTHORIZED");
            }
            case "push-image-action.json" -> {
                assertThat(failure(name).errorType()).endsWith("UnknownImageException");
                assertThat(story.history()).isEmpty();
            }
            case "fan-out-push-recorded.json", "fan-out-deletion-recorded.json" -> {
                assertThat(failures(name)).isEmpty();
                assertThat(story.queued()).hasSize(2);
            }
            case "replicate-replication-queued.json", "replicate-backfilled-queued.json" -> {
                assertThat(failures(name)).containsExactly("059f36b4-87a3-44ab-83d2-661975830a7d");
                assertThat(story.services.listed(PARTNER)).isEmpty();
            }
            case "give-up-replication-dead.json" -> {
                assertThat(failures(name)).containsExactly("059f36b4-87a3-44ab-83d2-661975830a7d");
                assertThat(story.history()).isEmpty();
            }
            case "announce-push-recorded.json", "announce-deletion-recorded.json" -> assertAnnounced(name, "ECR Image Action");
            case "announce-replication-ended.json" -> assertAnnounced(name, "ECR Replication Action");
            case "announce-storage-class-changed.json" -> assertAnnounced(name, "ECR Image Action");
            case "backfill-turn.json", "give-up-backfill-dead.json", "lifecycle-schedule.json", "lifecycle-turn.json" ->
                assertThat(failures(name)).isEmpty();
            case "announce-backfill-ended.json" -> assertAnnounced(name, "ECR Replication Backfill Action");
            case "sweep-schedule.json" -> assertThat(answer(name, Events.read(name)).get("takenUp").asInt()).isZero();
            default -> throw new AssertionError("nobody says what comes of " + name);
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_goes_on_with_its_story(String name) {
        switch (name) {
            case "api-describe-registry.json" -> {
                story.services.configure(SOURCE, SAME_ACCOUNT);
                assertThat(Events.parse(signed(name)).at("/replicationConfiguration/rules/0/destinations/0/region").asText())
                        .isEqualTo("eu-west-1");
            }
            case "api-get-role.json" -> {
                story.services.configure(SOURCE, SAME_ACCOUNT);
                assertThat(signed(name)).contains("<RoleName>AWSServiceRoleForECRReplication</RoleName>");
            }
            case "api-enable-region.json" -> {
                signed(name);
                assertThat(optStatus()).isEqualTo("ENABLED");
            }
            case "api-disable-region.json" -> {
                signed("api-enable-region.json");
                signed(name);
                assertThat(optStatus()).isEqualTo("DISABLED");
            }
            case "api-get-region-opt-status.json" -> {
                signed("api-disable-region.json");
                assertThat(optStatus()).isEqualTo("DISABLED");
            }
            case "api-list-regions.json" -> {
                signed("api-enable-region.json");
                assertThat(Events.parse(signed(name)).get("Regions")).singleElement()
                        .satisfies(region -> assertThat(region.get("RegionName").asText()).isEqualTo("me-south-1"));
            }
            case "distribution-base.json", "distribution-base-with-slash.json" ->
                assertThat(authorized(name).get("statusCode").asInt()).isEqualTo(200);
            case "distribution-pull-manifest.json" -> {
                story.imageIsThere();
                assertThat(text(authorized(name))).isEqualTo(IMAGE.manifestText());
            }
            case "distribution-push-manifest.json" -> {
                story.services.repository(SOURCE);
                assertThat(authorized(name).get("statusCode").asInt()).isEqualTo(201);
                assertThat(story.services.tagged(SOURCE, "empty")).isPresent();
            }
            case "push-image-action.json" -> {
                story.imageIsThere();
                JsonNode answer = answer(name, Events.read(name));
                assertThat(story.push().id().value()).isEqualTo(answer.get("push").asText());
                assertThat(story.push().plan().destinations()).containsExactly(SAME_ACCOUNT, PARTNER);
            }
            case "fan-out-push-recorded.json" -> {
                story.pushIsRecorded();
                assertThat(failures(name)).isEmpty();
                assertThat(story.state(SAME_ACCOUNT)).isInstanceOf(Planned.class);
                assertThat(story.state(PARTNER)).isInstanceOf(Planned.class);
                assertThat(story.queued()).hasSize(2)
                        .contains(Events.record("replicate-replication-queued.json").get("body").asText());
            }
            case "fan-out-deletion-recorded.json" -> {
                Deletion deletion = story.deletionIsRecorded();
                ObjectNode record = Events.record(name);
                for (String item : List.of("Keys", "NewImage")) {
                    ((ObjectNode) record.at("/dynamodb/" + item + "/push")).put("S", deletion.id().value());
                }
                assertThat(failures(answer(name, Events.ofRecords(record)))).isEmpty();
                assertThat(story.services.state(deletion, SAME_ACCOUNT)).isInstanceOf(Planned.class);
                assertThat(story.services.state(deletion, PARTNER)).isInstanceOf(Planned.class);
                assertThat(story.queued()).hasSize(2);
            }
            case "replicate-replication-queued.json" -> {
                story.pushIsFannedOut();
                assertThat(failures(name)).isEmpty();
                assertThat(story.state(PARTNER)).isInstanceOf(Complete.class);
                assertThat(story.services.tagged(PARTNER, "latest")).contains(IMAGE.digest());
                new Pulls(story.services).assertAllComplete(PARTNER);
            }
            case "give-up-replication-dead.json" -> {
                story.pushIsFannedOut();
                assertThat(failures(name)).isEmpty();
                assertThat(story.state(PARTNER)).isInstanceOfSatisfying(Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(FailureCode.INTERNAL_FAILURE));
                assertThat(story.state(SAME_ACCOUNT)).isInstanceOf(Planned.class);
            }
            case "announce-push-recorded.json", "announce-deletion-recorded.json", "announce-storage-class-changed.json",
                    "announce-replication-ended.json" -> {
                story.pushIsFannedOut();
                assertAnnounced(name, name.contains("ended") ? "ECR Replication Action" : "ECR Image Action");
            }
            case "backfill-turn.json" -> {
                BackfillScenario backfill = new BackfillScenario(story).started();
                assertThat(failures(name)).isEmpty();
                assertThat(backfill.backfill().status()).isEqualTo(BackfillStatus.IN_PROGRESS);
                assertThat(backfill.backfill().progress().total()).isEqualTo(1);
            }
            case "replicate-backfilled-queued.json" -> {
                BackfillScenario backfill = new BackfillScenario(story).started().begun();
                assertThat(failures(name)).isEmpty();
                assertThat(backfill.backfill().progress().completed()).isEqualTo(1);
                assertThat(story.services.tagged(PARTNER, "latest")).contains(IMAGE.digest());
                new Pulls(story.services).assertAllComplete(PARTNER);
            }
            case "give-up-backfill-dead.json" -> {
                BackfillScenario backfill = new BackfillScenario(story).started();
                assertThat(failures(name)).isEmpty();
                assertThat(backfill.backfill().status()).isEqualTo(BackfillStatus.FAILED);
                assertThat(backfill.backfill().failureCode()).contains("InternalFailure");
            }
            case "announce-backfill-ended.json" -> {
                new BackfillScenario(story).started();
                assertAnnounced(name, "ECR Replication Backfill Action");
            }
            case "lifecycle-schedule.json", "lifecycle-turn.json" -> {
                story.aPolicyTakesTheImage();
                assertThat(failures(name)).isEmpty();
                assertThat(story.services.tagged(SOURCE, "latest").isPresent()).isEqualTo(name.contains("schedule"));
            }
            case "sweep-schedule.json" -> {
                story.pushIsRecorded();
                story.queued();
                assertThat(answer(name, Events.read(name)).get("takenUp").asInt()).isEqualTo(1);
                assertThat(story.state(PARTNER)).isInstanceOf(Planned.class);
                assertThat(story.queued()).hasSize(2);
            }
            default -> throw new AssertionError("nobody says what comes of " + name);
        }
    }

    private InvocationResult invoke(String name, JsonNode event) {
        LambdaFunction function = Events.function(PackagedFunctions.template(), name);
        return functions.invoke(function.logicalId(), event.toString());
    }

    /** What the function answers; fails when it fails. */
    private JsonNode answer(String name, JsonNode event) {
        InvocationResult result = invoke(name, event);
        assertThat(result).isInstanceOf(InvocationResult.Success.class);
        return Events.parse(new String(result.payload(), StandardCharsets.UTF_8));
    }

    private InvocationResult.Failure failure(String name) {
        InvocationResult result = invoke(name, Events.read(name));
        assertThat(result).isInstanceOf(InvocationResult.Failure.class);
        return (InvocationResult.Failure) result;
    }

    private void assertAnnounced(String name, String detailType) {
        functions.events().startOver();
        assertThat(failures(name)).isEmpty();
        await().untilAsserted(() -> assertThat(functions.events().seen()).singleElement().satisfies(event -> {
            assertThat(event.get("source").asText()).isEqualTo("ferry");
            assertThat(event.get("detail-type").asText()).isEqualTo(detailType);
        }));
    }

    /** The records of a batch that come back. */
    private List<String> failures(String name) {
        return failures(answer(name, Events.read(name)));
    }

    private static List<String> failures(JsonNode answer) {
        return answer.get("batchItemFailures").findValuesAsText("itemIdentifier");
    }

    /** The body of what the API answers to the event when it is signed now. */
    private String signed(String name) {
        for (String region : List.of("us-west-2", "us-east-1")) {
            keys().put(new RegionName(region), Signing.KEY);
        }
        JsonNode answer = answer(name, Signing.afresh(Events.read(name), Clock.systemUTC()));
        assertThat(answer.get("statusCode").asInt()).as(answer.toString()).isEqualTo(200);
        return answer.get("body").asText();
    }

    private String optStatus() {
        return Events.parse(signed("api-get-region-opt-status.json")).get("RegionOptStatus").asText();
    }

    private JsonNode authorized(String name) {
        AuthorizationTokens tokens = new AuthorizationTokens(keys(), keys()::find, TemplateSettings.servedRegions(), Clock.systemUTC());
        ObjectNode event = Events.read(name);
        ((ObjectNode) event.get("headers"))
                .put("authorization", "Basic " + tokens.mint(SOURCE, Signing.KEY.caller()).value());
        return answer(name, event);
    }

    private AccessKeyTable keys() {
        return new AccessKeyTable(story.services.clients, Services.stack(), new TemplateSettings());
    }

    private static String text(JsonNode answer) {
        return new String(Base64.getDecoder().decode(answer.get("body").asText()), StandardCharsets.UTF_8);
    }
}
