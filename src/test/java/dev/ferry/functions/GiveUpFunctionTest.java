package dev.ferry.functions;

import static dev.ferry.functions.Story.PARTNER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Planned;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Handler.GiveUp.class)
class GiveUpFunctionTest {
    private static final String EVENT = "give-up-replication-dead.json";

    private Story story;

    @BeforeEach
    void fanThePushOut() {
        story = new Story().pushIsFannedOut();
    }

    @Test
    void a_dead_replication_ends_as_failed_with_a_reason() {
        assertThat(story.state(PARTNER)).isInstanceOf(Planned.class);

        JsonNode answer = Events.invoke(Events.read(EVENT));

        assertThat(answer.get("batchItemFailures")).isEmpty();
        assertThat(story.state(PARTNER)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.INTERNAL_FAILURE);
            assertThat(failed.reason()).startsWith("It was tried as often as the queue allows");
        });
        assertThat(story.state(Story.SAME_ACCOUNT)).isInstanceOf(Planned.class);
    }

    @Test
    void a_dead_replication_delivered_again_ends_as_it_ended() {
        Events.invoke(Events.read(EVENT));
        ReplicationState end = story.state(PARTNER);

        assertThat(Events.invoke(Events.read(EVENT)).get("batchItemFailures")).isEmpty();

        assertThat(story.state(PARTNER)).isEqualTo(end);
    }

    @Test
    void what_arrived_after_all_is_not_failed() {
        story.services.replicate(story.push(), PARTNER);

        assertThat(Events.invoke(Events.read(EVENT)).get("batchItemFailures")).isEmpty();

        assertThat(story.state(PARTNER)).isInstanceOf(Complete.class);
    }

    @Test
    void what_is_no_replication_stays_in_the_queue_alone() {
        ObjectNode poison = Events.record(EVENT).put("messageId", "poison").put("body", "hello");
        ObjectNode unknown = Events.record(EVENT).put("messageId", "unknown").put("body", story.unknown().write());

        JsonNode answer = Events.invoke(Events.ofRecords(poison, Events.record(EVENT), unknown));

        assertThat(answer.get("batchItemFailures"))
                .extracting(failure -> failure.get("itemIdentifier").asText())
                .containsExactly("poison", "unknown");
        assertThat(story.state(PARTNER)).isInstanceOf(Failed.class);
    }
}
