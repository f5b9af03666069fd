package dev.ferry.functions;

import static dev.ferry.functions.ReplicationScenario.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@QuarkusTest
@Tag("full")
@TestProfile(AnyFunctionProfile.class)
@Isolated("one application, and one story")
class LifecycleFunctionTest {
    private static final InvokedFunction LIFECYCLE = new InvokedFunction(LifecycleFunction.class);
    private static final String TURN = "lifecycle-turn.json";
    private static final String SCHEDULE = "lifecycle-schedule.json";

    private final ReplicationScenario story = new ReplicationScenario();

    @BeforeEach
    void start() {
        story.aPolicyTakesTheImage();
    }

    @Test
    void a_turn_takes_what_the_policy_takes_however_often_it_is_delivered() {
        for (int delivery = 0; delivery < 2; delivery++) {
            assertThat(LIFECYCLE.invoke(Events.read(TURN)).get("batchItemFailures")).isEmpty();
            assertThat(story.services.tagged(SOURCE, "latest")).isEmpty();
            assertThat(story.services.tagged(SOURCE, "younger")).isPresent();
        }
    }

    @Test
    void a_schedule_takes_nothing_by_itself() {
        assertThat(LIFECYCLE.invoke(Events.read(SCHEDULE)).get("batchItemFailures")).isEmpty();

        assertThat(story.services.tagged(SOURCE, "latest")).isPresent();
    }

    @Test
    void an_event_without_a_region_fails() {
        ObjectNode event = Events.read(SCHEDULE);
        event.remove("region");

        assertThat(LIFECYCLE.invokeFailing(event).get("errorType").asText()).contains("InvalidValueException");
    }

    @Test
    void a_message_that_is_none_comes_back() {
        ObjectNode record = Events.record(TURN).put("body", "{\"account\":\"111122223333\"}");

        assertThat(LIFECYCLE.invoke(Events.ofRecords(record)).get("batchItemFailures")).hasSize(1);
    }
}
