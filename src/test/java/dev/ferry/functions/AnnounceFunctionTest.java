package dev.ferry.functions;

import static dev.ferry.functions.ReplicationScenario.PARTNER;
import static dev.ferry.functions.ReplicationScenario.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.TemplateParameters;
import dev.ferry.local.template.TemplateReader;
import dev.ferry.local.template.Trigger;
import dev.ferry.local.triggers.EventPattern;
import dev.ferry.service.image.ImageNotification;
import dev.ferry.testing.RecordedEventBus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@QuarkusTest
@Tag("full")
@TestProfile(AnyFunctionProfile.class)
@Isolated("one application, and one story")
class AnnounceFunctionTest {
    private static final InvokedFunction ANNOUNCE = new InvokedFunction(AnnounceFunction.class);
    private static final String PUSHED = "announce-push-recorded.json";
    private static final String ENDED = "announce-replication-ended.json";
    private static final List<LambdaFunction> TEMPLATE = TemplateReader.read(Path.of("template.yaml"),
                    new TemplateParameters("us-west-2", "111122223333", "aws", "amazonaws.com", Map.of()))
            .functions();

    private static RecordedEventBus bus;

    private ReplicationScenario story;

    @BeforeAll
    static void startTheBus() {
        bus = RecordedEventBus.start("us-west-2", "eu-west-1");
    }

    @AfterAll
    static void stopTheBus() {
        bus.close();
    }

    @BeforeEach
    void startOver() {
        bus.startOver();
        story = new ReplicationScenario();
        story.setAside();
    }

    // ------------------------------------------------------------------------------------------- the records

    @Test
    void the_event_holds_the_end_as_the_table_does() {
        story.pushIsFannedOut();
        story.services.replicate(story.push(), PARTNER);
        Map<String, AttributeValue> row = story.services.clients.dynamoDb(SOURCE.region())
                .getItem(get -> get.tableName("ferry-replications").key(Map.of(
                        "image", AttributeValue.fromS(ReplicationScenario.image().toString()),
                        "push", AttributeValue.fromS(story.push().id() + "#444455556666#eu-west-1"))))
                .item();

        JsonNode image = Events.record(ENDED).at("/dynamodb/NewImage");

        assertThat(row).hasSize(image.size());
        row.forEach((name, value) ->
                assertThat(image.path(name).fieldNames().next()).as(name).isEqualTo(value.type().name()));
        List.of("image", "push", "kind", "region", "status", "tag")
                .forEach(name -> assertThat(image.at("/" + name + "/S").asText()).as(name).isEqualTo(row.get(name).s()));
    }

    // ------------------------------------------------------------------------------------------- the events

    @Test
    void a_push_is_announced_in_its_region() {
        assertNoFailure(ANNOUNCE.invoke(Events.read(PUSHED)));

        JsonNode event = announced(1).get(0);
        JsonNode ecr = Events.read("push-image-action.json");
        assertThat(event.path("detail-type")).isEqualTo(ecr.path("detail-type"));
        assertThat(event.path("source").asText()).isEqualTo("ferry");
        assertThat(event.path("region")).isEqualTo(ecr.path("region"));
        assertThat(event.path("time")).isEqualTo(ecr.path("time"));
        assertThat(event.path("resources")).isEqualTo(ecr.path("resources"));
        ecr.path("detail").properties().forEach(field ->
                assertThat(event.path("detail").path(field.getKey())).as(field.getKey()).isEqualTo(field.getValue()));
        assertThat(event.at("/detail/event-id").asText()).isEqualTo("019a44109db7-13cde686-328b-6117-af20-0e5566167482");
        assertThat(event.at("/detail/registry-id")).isEqualTo(ecr.path("account"));
    }

    @Test
    void an_end_is_announced_in_the_region_of_the_destination() {
        assertNoFailure(ANNOUNCE.invoke(Events.read(ENDED)));

        JsonNode event = announced(1).get(0);
        assertThat(event.path("detail-type").asText()).isEqualTo("ECR Replication Action");
        assertThat(event.path("region").asText()).isEqualTo("eu-west-1");
        assertThat(event.path("time").asText()).isEqualTo("2025-11-02T10:15:32Z");
        assertThat(event.path("resources").get(0).asText())
                .isEqualTo("arn:aws:ecr:eu-west-1:444455556666:repository/team/app");
        assertThat(event.at("/detail/result").asText()).isEqualTo("SUCCESS");
        assertThat(event.at("/detail/source-account").asText()).isEqualTo("111122223333");
        assertThat(event.at("/detail/source-region").asText()).isEqualTo("us-west-2");
    }

    @Test
    void an_archived_image_is_announced_in_its_region() {
        assertNoFailure(ANNOUNCE.invoke(Events.read("announce-storage-class-changed.json")));

        JsonNode event = announced(1).get(0);
        assertThat(event.path("detail-type").asText()).isEqualTo("ECR Image Action");
        assertThat(event.path("region").asText()).isEqualTo("us-west-2");
        assertThat(event.path("time").asText()).isEqualTo("2025-11-02T10:16:10Z");
        assertThat(event.at("/detail/action-type").asText()).isEqualTo("UPDATE_STORAGE_CLASS");
        assertThat(event.at("/detail/target-storage-class").asText()).isEqualTo("ARCHIVE");
        assertThat(event.at("/detail/repository-name").asText()).isEqualTo("team/app");
        assertThat(event.at("/detail/registry-id").asText()).isEqualTo("111122223333");
        assertThat(event.at("/detail/event-id").asText()).isEqualTo("019a44113678-9c1e4d70-2b8a-4f53-b6d4-50e7a1c3f982");
    }

    @Test
    void a_record_delivered_again_has_the_same_id_again() {
        ANNOUNCE.invoke(Events.read(ENDED));
        ANNOUNCE.invoke(Events.read(ENDED));

        assertThat(announced(2)).extracting(event -> event.at("/detail/event-id").asText()).hasSize(2)
                .containsOnly("019a44109db7-13cde686-328b-6117-af20-0e5566167482#444455556666#eu-west-1#1762078532750");
    }

    @Test
    void a_full_batch_is_announced_in_as_many_calls_as_it_takes() {
        JsonNode[] records = new JsonNode[100];
        for (int index = 0; index < records.length; index++) {
            records[index] = index % 2 == 0 ? record(PUSHED, index) : record(ENDED, index);
        }

        assertNoFailure(ANNOUNCE.invoke(Events.ofRecords(records)));

        assertThat(announced(100)).extracting(event -> event.at("/detail/image-tag").asText()).hasSize(100)
                .doesNotHaveDuplicates();
    }

    // ------------------------------------------------------------------------------------------- bad luck

    @Test
    void an_event_that_the_bus_refuses_is_named_and_the_others_are_announced() {
        bus.refuse(entry -> entry.path("Detail").asText().contains("\"tag-12\""));

        JsonNode answer = ANNOUNCE.invoke(Events.ofRecords(
                record(PUSHED, 11), record(PUSHED, 12), record(ENDED, 13), record(PUSHED, 14)));

        assertThat(answer.get("batchItemFailures")).singleElement()
                .satisfies(failure -> assertThat(failure.get("itemIdentifier").asText()).isEqualTo("12"));
        assertThat(announced(3)).extracting(event -> event.at("/detail/image-tag").asText())
                .containsExactlyInAnyOrder("tag-11", "tag-13", "tag-14");
    }

    @Test
    void events_of_a_region_that_cannot_be_reached_go_on_the_bus_of_the_source() {
        bus.shut("eu-west-1");

        assertNoFailure(ANNOUNCE.invoke(Events.ofRecords(record(ENDED, 1), record(PUSHED, 2), record(ENDED, 3))));

        assertThat(announced(3)).extracting(event -> event.path("region").asText()).containsOnly("us-west-2");
        assertThat(bus.seen()).filteredOn(event -> event.path("detail-type").asText().contains("Replication"))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.path("resources").get(0).asText()).contains(":eu-west-1:"));
    }

    @Test
    void when_the_bus_of_the_source_cannot_be_reached_its_records_come_again() {
        bus.shut("us-west-2");

        JsonNode answer = ANNOUNCE.invoke(Events.ofRecords(record(ENDED, 1), record(PUSHED, 2), record(PUSHED, 3)));

        assertThat(answer.get("batchItemFailures")).extracting(failure -> failure.get("itemIdentifier").asText())
                .containsExactly("2", "3");
        assertThat(announced(1)).extracting(event -> event.path("region").asText()).containsExactly("eu-west-1");
    }

    @Test
    void a_record_that_cannot_be_read_is_set_aside_and_the_others_are_announced() {
        ObjectNode older = record(PUSHED, 1);
        ((ObjectNode) older.at("/dynamodb/NewImage")).remove("pushedAt");
        ObjectNode foreign = record(ENDED, 2);
        ((ObjectNode) foreign.at("/dynamodb/NewImage")).removeAll().putObject("image").put("S", "not Ferry's");
        ObjectNode gone = record(PUSHED, 3);
        ((ObjectNode) gone.get("dynamodb")).remove("NewImage");

        assertNoFailure(ANNOUNCE.invoke(Events.ofRecords(older, foreign, gone, record(PUSHED, 4))));

        assertThat(announced(1)).extracting(event -> event.at("/detail/image-tag").asText()).containsExactly("tag-4");
        assertThat(story.setAside()).hasSize(3)
                .anySatisfy(message -> assertThat(message).contains("no attribute 'pushedAt'"))
                .anySatisfy(message -> assertThat(message).contains("not Ferry's"));
    }

    @Test
    void an_attribute_that_is_not_known_changes_nothing() {
        ObjectNode newer = Events.record(ENDED);
        ((ObjectNode) newer.at("/dynamodb/NewImage")).putObject("colour").put("S", "green");

        assertNoFailure(ANNOUNCE.invoke(Events.ofRecords(newer)));

        assertThat(announced(1)).hasSize(1);
    }

    // ------------------------------------------------------------------------------------------- no loop

    @Test
    void what_is_announced_is_no_notification_of_a_push() {
        ANNOUNCE.invoke(Events.read(PUSHED));
        JsonNode event = announced(1).get(0);
        Trigger.EventRule rule = (Trigger.EventRule) function("PushFunction").triggers().get(0);

        assertThat(EventPattern.parse(rule.pattern()).matches(Events.read("push-image-action.json"))).isTrue();
        assertThat(EventPattern.parse(rule.pattern()).matches(event)).isFalse();
        assertThatThrownBy(() -> ImageNotification.read(event))
                .isInstanceOf(ImageNotification.UnreadableNotificationException.class)
                .hasMessageContaining("/source");
    }

    // ------------------------------------------------------------------------------------------- the metrics

    @Test
    void pushes_and_ends_are_counted_when_they_come_no_more() {
        bus.refuse(entry -> entry.path("Detail").asText().contains("\"tag-3\""));

        List<JsonNode> metrics = EmbeddedMetrics.printedBy(() -> ANNOUNCE.invoke(
                Events.ofRecords(record(PUSHED, 1), record(ENDED, 2), record(PUSHED, 3), record(ENDED, 4))));

        assertThat(metrics).hasSize(2);
        assertThat(metrics.get(0).path("Pushed").asInt()).isEqualTo(1);
        assertThat(metrics.get(0).path("Region").asText()).isEqualTo("us-west-2");
        assertThat(metrics.get(1).path("ReplicationsCompleted").asInt()).isEqualTo(1);
        assertThat(metrics.get(1).path("ReplicationLag").asInt()).isEqualTo(2750);
        assertThat(metrics.get(1).path("destination").asText()).isEqualTo("444455556666/eu-west-1");
    }

    @Test
    void a_failed_replication_is_counted_with_its_code_and_without_a_lag() {
        ObjectNode failed = Events.record(ENDED);
        ObjectNode image = (ObjectNode) failed.at("/dynamodb/NewImage");
        image.putObject("status").put("S", "FAILED");
        image.putObject("failureCode").put("S", "AccessDenied");
        image.putObject("reason").put("S", "The registry policy does not allow it");

        List<JsonNode> metrics = EmbeddedMetrics.printedBy(() -> ANNOUNCE.invoke(Events.ofRecords(failed)));

        assertThat(metrics).singleElement().satisfies(line -> {
            assertThat(line.path("ReplicationsFailed").asInt()).isEqualTo(1);
            assertThat(line.path("failureCode").asText()).isEqualTo("AccessDenied");
            assertThat(line.has("ReplicationLag")).isFalse();
        });
        assertThat(announced(1).get(0).at("/detail/result").asText()).isEqualTo("FAILED");
    }

    // ------------------------------------------------------------------------------------------------------

    private static List<JsonNode> announced(int count) {
        await().until(() -> bus.seen().size() >= count);
        return bus.seen();
    }

    /** A record of another push, with a tag and a sequence number of this number. */
    private static ObjectNode record(String file, int number) {
        ObjectNode record = Events.record(file);
        ObjectNode image = (ObjectNode) record.at("/dynamodb/NewImage");
        image.putObject("tag").put("S", "tag-" + number);
        String push = image.at("/push/S").asText();
        image.putObject("push").put("S", push.replace("0e5566167482", String.format("%012d", number)));
        ((ObjectNode) record.get("dynamodb")).put("SequenceNumber", Integer.toString(number));
        return record;
    }

    private static LambdaFunction function(String logicalId) {
        return TEMPLATE.stream().filter(function -> function.logicalId().equals(logicalId)).findFirst().orElseThrow();
    }

    private static void assertNoFailure(JsonNode answer) {
        assertThat(answer.get("batchItemFailures")).isEmpty();
    }
}
