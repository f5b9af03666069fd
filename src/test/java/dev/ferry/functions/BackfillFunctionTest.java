package dev.ferry.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillStatus;
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
class BackfillFunctionTest {
    private static final InvokedFunction BACKFILL = new InvokedFunction(BackfillFunction.class);
    private static final InvokedFunction REPLICATE = new InvokedFunction(ReplicateFunction.class);
    private static final InvokedFunction GIVE_UP = new InvokedFunction(GiveUpFunction.class);
    private static final String TURN = "backfill-turn.json";

    private final BackfillScenario story = new BackfillScenario(new ReplicationScenario());

    @BeforeEach
    void start() {
        story.started();
    }

    @Test
    void a_turn_finds_the_images() {
        assertThat(BACKFILL.invoke(Events.read(TURN)).get("batchItemFailures")).isEmpty();

        assertThat(story.backfill().status()).isEqualTo(BackfillStatus.IN_PROGRESS);
        assertThat(story.backfill().progress().total()).isEqualTo(1);
    }

    @Test
    void a_turn_delivered_again_changes_nothing() {
        BACKFILL.invoke(Events.read(TURN));
        Backfill taken = story.backfill();

        assertThat(BACKFILL.invoke(Events.read(TURN)).get("batchItemFailures")).isEmpty();

        assertThat(story.backfill()).isEqualTo(taken);
    }

    @Test
    void what_replicate_brings_is_counted_once_however_often_it_is_delivered() {
        story.begun();

        for (int delivery = 0; delivery < 2; delivery++) {
            assertThat(REPLICATE.invoke(Events.read("replicate-backfilled-queued.json")).get("batchItemFailures")).isEmpty();
        }

        assertThat(story.backfill().progress().completed()).isEqualTo(1);
    }

    @Test
    void one_whose_turn_was_tried_too_often_ends_as_failed() {
        assertThat(GIVE_UP.invoke(Events.read("give-up-backfill-dead.json")).get("batchItemFailures")).isEmpty();

        assertThat(story.backfill().status()).isEqualTo(BackfillStatus.FAILED);
        assertThat(story.backfill().failureCode()).contains("InternalFailure");
    }

    @Test
    void one_that_has_gone_on_is_not_given_up() {
        BACKFILL.invoke(Events.read(TURN));

        GIVE_UP.invoke(Events.read("give-up-backfill-dead.json"));

        assertThat(story.backfill().status()).isEqualTo(BackfillStatus.IN_PROGRESS);
    }

    @Test
    void a_message_that_is_none_comes_back() {
        ObjectNode record = Events.record(TURN).put("body", "{\"turn\":\"first\"}");

        assertThat(BACKFILL.invoke(Events.ofRecords(record)).get("batchItemFailures")).hasSize(1);
    }
}
