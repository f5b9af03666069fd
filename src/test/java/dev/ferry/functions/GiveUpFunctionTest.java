package dev.ferry.functions;

import static dev.ferry.functions.ReplicationScenario.PARTNER;
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
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@QuarkusTest
@Tag("full")
@TestProfile(AnyFunctionProfile.class)
@Isolated("one application, and one story")
class GiveUpFunctionTest {
    private static final InvokedFunction GIVE_UP = new InvokedFunction(GiveUpFunction.class);
    private static final String EVENT = "give-up-replication-dead.json";

    private ReplicationScenario story;

    @BeforeEach
    void fanThePushOut() {
        story = new ReplicationScenario().pushIsFannedOut();
    }

    @Test
    void a_dead_replication_ends_as_failed_with_a_reason() {
        assertThat(story.state(PARTNER)).isInstanceOf(Planned.class);

        JsonNode answer = GIVE_UP.invoke(Events.read(EVENT));

        assertThat(answer.get("batchItemFailures")).isEmpty();
        assertThat(story.state(PARTNER)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.INTERNAL_FAILURE);
            assertThat(failed.reason()).startsWith("It was tried as often as the queue allows");
        });
        assertThat(story.state(ReplicationScenario.SAME_ACCOUNT)).isInstanceOf(Planned.class);
    }

    @Test
    void a_dead_replication_delivered_again_ends_as_it_ended() {
        GIVE_UP.invoke(Events.read(EVENT));
        ReplicationState end = story.state(PARTNER);

        assertThat(GIVE_UP.invoke(Events.read(EVENT)).get("batchItemFailures")).isEmpty();

        assertThat(story.state(PARTNER)).isEqualTo(end);
    }

    @Test
    void what_arrived_after_all_is_not_failed() {
        story.services.replicate(story.push(), PARTNER);

        assertThat(GIVE_UP.invoke(Events.read(EVENT)).get("batchItemFailures")).isEmpty();

        assertThat(story.state(PARTNER)).isInstanceOf(Complete.class);
    }

    @ParameterizedTest
    @CsvSource({"'',plan", "'',pushedAt", "#444455556666#eu-west-1,status", "#444455556666#eu-west-1,grantedAt"})
    void a_record_that_an_older_version_wrote_ends_as_failed_and_is_open_no_more(String row, String attribute) {
        story.change(row, attribute, AttributeValue.fromS("as it was once"));

        assertThat(GIVE_UP.invoke(Events.read(EVENT)).get("batchItemFailures")).isEmpty();

        Map<String, AttributeValue> ended = story.row("#444455556666#eu-west-1");
        assertThat(ended.get("status").s()).isEqualTo("FAILED");
        assertThat(ended.get("failureCode").s()).isEqualTo("InternalFailure");
        assertThat(ended.get("reason").s()).startsWith("Its record cannot be read");
        assertThat(ended).doesNotContainKeys("open", "since");
    }

    @Test
    void an_attribute_that_is_not_known_changes_nothing() {
        story.change("", "colour", AttributeValue.fromS("green"));
        story.change("#444455556666#eu-west-1", "colour", AttributeValue.fromS("green"));

        assertThat(GIVE_UP.invoke(Events.read(EVENT)).get("batchItemFailures")).isEmpty();

        assertThat(story.state(PARTNER)).isInstanceOf(Failed.class);
    }

    @Test
    void what_is_no_replication_stays_in_the_queue_alone() {
        ObjectNode poison = Events.record(EVENT).put("messageId", "poison").put("body", "hello");
        ObjectNode unknown = Events.record(EVENT).put("messageId", "unknown").put("body", story.unknown().write());

        JsonNode answer = GIVE_UP.invoke(Events.ofRecords(poison, Events.record(EVENT), unknown));

        assertThat(answer.get("batchItemFailures"))
                .extracting(failure -> failure.get("itemIdentifier").asText())
                .containsExactly("poison", "unknown");
        assertThat(story.state(PARTNER)).isInstanceOf(Failed.class);
    }
}
