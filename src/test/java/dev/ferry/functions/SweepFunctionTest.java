package dev.ferry.functions;

import static dev.ferry.functions.ReplicationScenario.PARTNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.replication.ReplicationState.Planned;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@QuarkusTest
@Tag("full")
@TestProfile(AnyFunctionProfile.class)
@Isolated("one application, and one story")
class SweepFunctionTest {
    private static final InvokedFunction SWEEP = new InvokedFunction(SweepFunction.class);
    private static final String EVENT = "sweep-schedule.json";

    private ReplicationScenario story;

    @BeforeEach
    void startOver() {
        story = new ReplicationScenario();
    }

    @Test
    void a_push_whose_stream_record_was_lost_is_fanned_out() {
        story.pushIsRecorded();
        story.queued();

        assertThat(SWEEP.invoke(Events.read(EVENT)).get("takenUp").asInt()).isEqualTo(1);

        assertThat(story.state(PARTNER)).isInstanceOf(Planned.class);
        assertThat(story.queued()).hasSize(2);
    }

    @Test
    void a_schedule_delivered_again_takes_nothing_up_twice() {
        story.pushIsRecorded();
        SWEEP.invoke(Events.read(EVENT));
        story.queued();

        assertThat(SWEEP.invoke(Events.read(EVENT)).get("takenUp").asInt()).isZero();

        assertThat(story.queued()).isEmpty();
    }

    @Test
    void what_was_opened_just_now_is_left_alone() {
        story.pushIsFannedOut();
        story.queued();

        assertThat(SWEEP.invoke(Events.read(EVENT)).get("takenUp").asInt()).isZero();
    }

    @Test
    void what_is_open_is_measured() {
        story.pushIsFannedOut();

        JsonNode line = EmbeddedMetrics.printedBy(() -> SWEEP.invoke(Events.read(EVENT))).get(0);

        assertThat(line.path("OpenReplications").asInt()).isEqualTo(2);
        assertThat(line.path("OldestOpenReplication").asLong())
                .isCloseTo(Duration.between(story.push().pushedAt(), Instant.now()).toSeconds(), within(60L));
        assertThat(line.path("Region").asText()).isEqualTo("us-west-2");

        story.services.replicate(story.push(), PARTNER);
        story.services.replicate(story.push(), ReplicationScenario.SAME_ACCOUNT);

        JsonNode then = EmbeddedMetrics.printedBy(() -> SWEEP.invoke(Events.read(EVENT))).get(0);
        assertThat(then.path("OpenReplications").asInt()).isZero();
        assertThat(then.path("OldestOpenReplication").asInt()).isZero();
    }

    @Test
    void an_event_without_a_region_fails() {
        ObjectNode event = Events.read(EVENT);
        event.remove("region");

        assertThat(SWEEP.invokeFailing(event).get("errorType").asText()).contains("InvalidValueException");
    }
}
