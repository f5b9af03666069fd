package dev.ferry.functions;

import static dev.ferry.functions.ReplicationScenario.PARTNER;
import static dev.ferry.functions.ReplicationScenario.SAME_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.replication.ReplicationState.Planned;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@QuarkusTest
@Tag("full")
@TestProfile(AnyFunctionProfile.class)
@Isolated("one application, and one story")
class FanOutFunctionTest {
    private static final InvokedFunction FAN_OUT = new InvokedFunction(FanOutFunction.class);
    private static final String EVENT = "fan-out-push-recorded.json";

    private ReplicationScenario story;

    @BeforeEach
    void recordThePush() {
        story = new ReplicationScenario().pushIsRecorded();
        story.queued();
    }

    @Test
    void the_event_holds_the_push_as_the_table_does() {
        Map<String, AttributeValue> recorded = story.services.clients.dynamoDb(ReplicationScenario.SOURCE.region())
                .getItem(get -> get.tableName("ferry-replications").key(Map.of(
                        "image", AttributeValue.fromS(ReplicationScenario.image().toString()),
                        "push", AttributeValue.fromS(story.push().id().value()))))
                .item();

        JsonNode image = Events.record(EVENT).at("/dynamodb/NewImage");

        assertThat(recorded).hasSize(image.size());
        recorded.forEach((name, value) -> assertThat(image.get(name)).as(name).isEqualTo(json(value)));
    }

    private static JsonNode json(AttributeValue value) {
        String text = switch (value.type()) {
            case S -> "{\"S\":\"" + value.s() + "\"}";
            case N -> "{\"N\":\"" + value.n() + "\"}";
            default -> "{\"L\":" + value.l().stream().map(FanOutFunctionTest::json).toList() + "}";
        };
        return Events.parse(text);
    }

    @Test
    void a_push_is_opened_and_queued_for_each_destination() {
        assertThat(story.history()).singleElement().satisfies(history -> assertThat(history.opened()).isEmpty());

        assertNoFailure(FAN_OUT.invoke(Events.read(EVENT)));

        assertThat(story.state(SAME_ACCOUNT)).isInstanceOf(Planned.class);
        assertThat(story.state(PARTNER)).isInstanceOf(Planned.class);
        assertThat(story.queued()).hasSize(2)
                .contains(Events.record("replicate-replication-queued.json").get("body").asText());
    }

    @Test
    void a_push_delivered_again_is_queued_again_and_opened_no_more() {
        FAN_OUT.invoke(Events.read(EVENT));
        story.services.replicate(story.push(), PARTNER);
        story.queued();

        assertNoFailure(FAN_OUT.invoke(Events.read(EVENT)));

        assertThat(story.history()).singleElement().satisfies(history -> assertThat(history.opened()).hasSize(2));
        assertThat(story.state(PARTNER).status()).hasToString("COMPLETE");
        assertThat(story.queued()).hasSize(2);
    }

    @Test
    void a_record_that_cannot_be_read_is_set_aside_and_those_behind_it_are_fanned_out() {
        story.setAside();
        ObjectNode older = Events.record(EVENT);
        ((ObjectNode) older.at("/dynamodb/NewImage")).remove("plan");
        ObjectNode foreign = Events.record(EVENT);
        ((ObjectNode) foreign.at("/dynamodb/NewImage")).putObject("image").put("S", "not Ferry's");

        assertNoFailure(FAN_OUT.invoke(Events.ofRecords(older, foreign, Events.record(EVENT))));

        assertThat(story.history()).singleElement().satisfies(history -> assertThat(history.opened()).hasSize(2));
        assertThat(story.queued()).hasSize(2);
        assertThat(story.setAside()).hasSize(2)
                .anySatisfy(message -> assertThat(message).contains("no attribute 'plan'"))
                .anySatisfy(message -> assertThat(message).contains("not Ferry's"));
    }

    @Test
    void an_attribute_that_is_not_known_changes_nothing() {
        ObjectNode newer = Events.record(EVENT);
        ((ObjectNode) newer.at("/dynamodb/NewImage")).putObject("colour").put("S", "green");

        assertNoFailure(FAN_OUT.invoke(Events.ofRecords(newer)));

        assertThat(story.queued()).hasSize(2);
    }

    @Test
    void behind_a_push_that_cannot_be_fanned_out_now_nothing_is_taken_up() {
        ObjectNode elsewhere = Events.record(EVENT);
        ((ObjectNode) elsewhere.at("/dynamodb/NewImage")).putObject("region").put("S", "no-such-region-1");
        ((ObjectNode) elsewhere.get("dynamodb")).put("SequenceNumber", "4421584500000000017450439092");
        ObjectNode behind = Events.record(EVENT);
        ((ObjectNode) behind.get("dynamodb")).put("SequenceNumber", "4421584500000000017450439093");

        JsonNode answer = FAN_OUT.invoke(Events.ofRecords(Events.record(EVENT), elsewhere, behind));

        assertThat(answer.get("batchItemFailures")).singleElement().satisfies(failure ->
                assertThat(failure.get("itemIdentifier").asText()).isEqualTo("4421584500000000017450439092"));
        assertThat(story.queued()).as("of the first record alone").hasSize(2);
    }

    private static void assertNoFailure(JsonNode answer) {
        assertThat(answer.get("batchItemFailures")).isEmpty();
    }
}
