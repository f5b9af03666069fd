package dev.ferry.functions;

import static dev.ferry.functions.ReplicationScenario.IMAGE;
import static dev.ferry.functions.ReplicationScenario.PARTNER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.Image;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.replication.ReplicationState.Planned;
import dev.ferry.service.Pulls;
import dev.ferry.testing.SdkCalls;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@QuarkusTest
@Tag("full")
@TestProfile(AnyFunctionProfile.class)
@Isolated("one application, and one story")
class ReplicateFunctionTest {
    private static final InvokedFunction REPLICATE = new InvokedFunction(ReplicateFunction.class);
    private static final String EVENT = "replicate-replication-queued.json";

    private ReplicationScenario story;

    @BeforeEach
    void fanThePushOut() {
        story = new ReplicationScenario().pushIsFannedOut();
    }

    @AfterEach
    void leaveNothingInTheQueue() {
        story.deleteReceived();
    }

    @Test
    void a_replication_arrives() {
        assertThat(story.state(PARTNER)).isInstanceOf(Planned.class);
        assertThat(story.services.listed(PARTNER)).isEmpty();

        JsonNode answer = REPLICATE.invoke(Events.read(EVENT));

        assertThat(answer.get("batchItemFailures")).isEmpty();
        assertThat(story.state(PARTNER)).isInstanceOf(Complete.class);
        assertThat(story.state(ReplicationScenario.SAME_ACCOUNT)).isInstanceOf(Planned.class);
        assertThat(story.services.tagged(PARTNER, "latest")).contains(IMAGE.digest());
        new Pulls(story.services).assertAllComplete(PARTNER);
    }

    @Test
    void a_replication_delivered_again_changes_nothing() {
        REPLICATE.invoke(Events.read(EVENT));
        ReplicationState end = story.state(PARTNER);
        List<Image> arrived = story.services.listed(PARTNER);

        JsonNode answer = REPLICATE.invoke(Events.read(EVENT));

        assertThat(answer.get("batchItemFailures")).isEmpty();
        assertThat(story.state(PARTNER)).isEqualTo(end);
        assertThat(story.services.listed(PARTNER)).isEqualTo(arrived);
    }

    @Test
    void a_try_that_fails_comes_back_and_its_reason_is_noted() {
        SdkCalls.beforeNext("TransactWriteItems", () -> {
            throw SdkClientException.create("the network is down");
        });
        ObjectNode message = Events.record(EVENT);
        message.put("receiptHandle", story.queueAndReceive(message.get("body").asText()));

        JsonNode answer = REPLICATE.invoke(Events.ofRecords(message));

        assertThat(answer.get("batchItemFailures")).hasSize(1);
        assertThat(story.state(PARTNER)).isInstanceOf(Granted.class);
        assertThat(story.lastReason(PARTNER)).contains("SdkClientException: the network is down");
        assertThat(story.services.listed(PARTNER)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "hello",
        "[]",
        "{}",
        "{\"image\":\"app\"}",
        "{\"image\":\"app@sha256:2fdba9acc0f4df6922b3524a4b63d3d5258135413a13465b9389d06b908399da\"}",
    })
    void a_message_that_cannot_be_read_fails_alone(String body) {
        assertFailsAlone(body);
    }

    @Test
    void a_try_that_fails_is_counted_and_one_that_cannot_be_read_is_not() {
        ObjectNode failing = Events.record(EVENT);
        failing.put("receiptHandle", story.queueAndReceive(failing.get("body").asText()));
        story.change("", "plan", AttributeValue.fromS("as it was once"));
        ObjectNode unreadable = Events.record(EVENT).put("body", "hello");

        List<JsonNode> metrics =
                EmbeddedMetrics.printedBy(() -> REPLICATE.invoke(Events.ofRecords(failing, unreadable)));

        assertThat(metrics).singleElement().satisfies(line -> {
            assertThat(line.path("ReplicationsRetried").asInt()).isEqualTo(1);
            assertThat(line.path("Function").asText()).isEqualTo("replicate");
        });
    }

    @Test
    void an_attribute_that_is_not_known_changes_nothing() {
        story.change("", "colour", AttributeValue.fromS("green"));
        story.change("#444455556666#eu-west-1", "colour", AttributeValue.fromS("green"));

        assertThat(REPLICATE.invoke(Events.read(EVENT)).get("batchItemFailures")).isEmpty();

        assertThat(story.state(PARTNER)).isInstanceOf(Complete.class);
    }

    @Test
    void a_message_of_an_unknown_replication_fails_alone() {
        assertFailsAlone(story.unknown().write());
    }

    private void assertFailsAlone(String body) {
        ObjectNode bad = Events.record(EVENT)
                .put("messageId", "2e1424d4-f796-459a-8184-9c92662be6da")
                .put("receiptHandle", story.queueAndReceive(body))
                .put("body", body);

        JsonNode answer = REPLICATE.invoke(Events.ofRecords(bad, Events.record(EVENT)));

        assertThat(answer.get("batchItemFailures")).singleElement().satisfies(failure ->
                assertThat(failure.get("itemIdentifier").asText()).isEqualTo("2e1424d4-f796-459a-8184-9c92662be6da"));
        assertThat(story.state(PARTNER)).isInstanceOf(Complete.class);
    }
}
