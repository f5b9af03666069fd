package dev.ferry.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.service.Services;
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
class PushFunctionTest {
    private static final InvokedFunction PUSH = new InvokedFunction(PushFunction.class);
    private static final String EVENT = "push-image-action.json";

    private ReplicationScenario story;

    @BeforeEach
    void putTheImageThere() {
        story = new ReplicationScenario().imageIsThere();
    }

    @Test
    void a_notification_becomes_a_push_with_its_plan() {
        assertThat(story.history()).isEmpty();

        JsonNode answer = PUSH.invoke(Events.read(EVENT));

        assertThat(story.history()).singleElement().satisfies(history -> {
            assertThat(history.push().id().value()).isEqualTo(answer.get("push").asText());
            assertThat(history.push().tag()).contains(Services.LATEST);
            assertThat(history.push().plan().destinations()).containsExactly(ReplicationScenario.SAME_ACCOUNT, ReplicationScenario.PARTNER);
        });
    }

    @Test
    void a_notification_delivered_again_is_the_same_push() {
        JsonNode first = PUSH.invoke(Events.read(EVENT));

        assertThat(PUSH.invoke(Events.read(EVENT))).isEqualTo(first);

        assertThat(story.history()).hasSize(1);
    }

    @Test
    void a_notification_of_an_image_that_is_not_there_fails() {
        ObjectNode event = Events.read(EVENT);
        ((ObjectNode) event.get("detail")).put("image-digest", "sha256:" + "0".repeat(64));

        assertThat(PUSH.invokeFailing(event).get("errorType").asText()).contains("UnknownImageException");
        assertThat(story.history()).isEmpty();
    }

    @Test
    void an_event_that_tells_of_no_push_fails() {
        ObjectNode event = Events.read(EVENT);
        ((ObjectNode) event.get("detail")).put("action-type", "DELETE");

        assertThat(PUSH.invokeFailing(event).get("errorMessage").asText())
                .isEqualTo("expected 'PUSH' at /detail/action-type, found 'DELETE'");
        assertThat(story.history()).isEmpty();
    }
}
