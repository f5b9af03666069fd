package dev.ferry.local.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.local.template.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Functions that take messages of a queue, or run by the clock. */
class TriggersTest extends LocalTriggers {
    @Test
    void a_message_arrives_as_lambda_would_show_it_and_is_deleted_when_handled() {
        String url = createQueue("handled", 30);
        ScriptedFunction function = ScriptedFunction.answering(event -> "{\"batchItemFailures\":[]}");
        sqs.sendMessage(request -> request.queueUrl(url)
                .messageBody("{\"push\":1}")
                .messageAttributes(Map.of(
                        "trace", MessageAttributeValue.builder().dataType("String").stringValue("t").build())));
        try (Triggers triggers = start(function, new Trigger.QueuePoll("handled", 10, true))) {
            await().until(() -> !function.events().isEmpty());
            JsonNode message = function.events().get(0).path("Records").path(0);
            assertThat(message.path("body").asText()).isEqualTo("{\"push\":1}");
            assertThat(message.path("eventSource").asText()).isEqualTo("aws:sqs");
            assertThat(message.path("eventSourceARN").asText()).isEqualTo("arn:aws:sqs:us-west-2:111122223333:handled");
            assertThat(message.path("awsRegion").asText()).isEqualTo("us-west-2");
            assertThat(message.at("/attributes/ApproximateReceiveCount").asText()).isEqualTo("1");
            assertThat(message.at("/attributes/SentTimestamp").asText()).matches("\\d+");
            assertThat(message.at("/messageAttributes/trace/stringValue").asText()).isEqualTo("t");
            assertThat(message.path("md5OfBody").asText()).matches("[0-9a-f]{32}");
            await().untilAsserted(() -> assertThat(messagesIn(url)).isZero());
        }
    }

    @Test
    void messages_that_failed_come_again_and_the_others_do_not() {
        String url = createQueue("partial", 1);
        sqs.sendMessage(request -> request.queueUrl(url).messageBody("good"));
        sqs.sendMessage(request -> request.queueUrl(url).messageBody("bad"));
        ScriptedFunction function = ScriptedFunction.answering(event -> {
            for (JsonNode message : event.path("Records")) {
                boolean first = message.at("/attributes/ApproximateReceiveCount").asInt() == 1;
                if (message.path("body").asText().equals("bad") && first) {
                    return ScriptedFunction.reporting(List.of(message.path("messageId").asText()));
                }
            }
            return "{}";
        });
        try (Triggers triggers = start(function, new Trigger.QueuePoll("partial", 10, true))) {
            await().untilAsserted(() -> assertThat(messagesIn(url)).isZero());
            assertThat(flat(function.batches("/body"))).containsExactlyInAnyOrder("good", "bad", "bad");
        }
    }

    @Test
    void a_schedule_sends_its_event_again_and_again() {
        ScriptedFunction function = ScriptedFunction.answering(event -> "{}");
        try (Triggers triggers = start(function, new Trigger.Schedule(Duration.ofMillis(20)))) {
            await().until(() -> function.events().size() >= 2);
            JsonNode event = function.events().get(0);
            assertThat(event.path("detail-type").asText()).isEqualTo("Scheduled Event");
            assertThat(event.path("source").asText()).isEqualTo("aws.events");
            assertThat(event.path("region").asText()).isEqualTo("us-west-2");
            assertThat(event.path("account").asText()).isEqualTo("111122223333");
            assertThat(event.at("/resources/0").asText()).isEqualTo("arn:aws:events:us-west-2:111122223333:rule/Probe");
        }
    }
}
