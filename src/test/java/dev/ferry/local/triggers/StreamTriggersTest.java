package dev.ferry.local.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Functions that follow the stream of a table. */
class StreamTriggersTest extends LocalTriggers {
    @Test
    void a_change_of_a_table_arrives_as_lambda_would_show_it() {
        createTable("changes");
        ScriptedFunction function = ScriptedFunction.answering(event -> "{}");
        try (Triggers triggers = start(function, stream("changes", List.of()))) {
            put("changes", Map.of(
                    "id", AttributeValue.fromS("a"),
                    "count", AttributeValue.fromN("1"),
                    "tags", AttributeValue.fromSs(List.of("x")),
                    "deep", AttributeValue.fromM(Map.of("list", AttributeValue.fromL(List.of(AttributeValue.fromNul(true)))))));

            await().until(() -> !function.events().isEmpty());
            JsonNode change = function.events().get(0).path("Records").path(0);
            assertThat(change.path("eventName").asText()).isEqualTo("INSERT");
            assertThat(change.path("eventSource").asText()).isEqualTo("aws:dynamodb");
            assertThat(change.path("eventVersion").asText()).isEqualTo("1.1");
            assertThat(change.path("awsRegion").asText()).isEqualTo("us-west-2");
            assertThat(change.path("eventSourceARN").asText())
                    .matches("arn:aws:dynamodb:us-west-2:111122223333:table/changes/stream/20\\d\\d-.*");
            assertThat(change.at("/dynamodb/Keys").toString()).isEqualTo("{\"id\":{\"S\":\"a\"}}");
            assertThat(change.at("/dynamodb/NewImage/count/N").asText()).isEqualTo("1");
            assertThat(change.at("/dynamodb/NewImage/tags/SS/0").asText()).isEqualTo("x");
            assertThat(change.at("/dynamodb/NewImage/deep/M/list/L/0/NULL").asBoolean()).isTrue();
            assertThat(change.path("dynamodb").has("OldImage")).isFalse();
            assertThat(change.at("/dynamodb/SequenceNumber").asText()).isNotBlank();
            assertThat(change.at("/dynamodb/StreamViewType").asText()).isEqualTo("NEW_AND_OLD_IMAGES");
        }
    }

    @Test
    void a_restart_goes_on_behind_what_was_handled_and_a_filter_passes_over_the_rest() {
        createTable("pushes");
        List<String> inserts = List.of("{\"eventName\":[\"INSERT\"],\"dynamodb\":{\"NewImage\":{\"kind\":{\"S\":[\"push\"]}}}}");
        ScriptedFunction before = ScriptedFunction.answering(event -> "{}");
        try (Triggers triggers = start(before, stream("pushes", inserts))) {
            putKind("pushes", "1", "push");
            putKind("pushes", "2", "other");
            putKind("pushes", "3", "push");
            await().until(() -> flat(before.batches("/dynamodb/Keys/id/S")).equals(List.of("1", "3")));
        }
        putKind("pushes", "4", "other");
        putKind("pushes", "5", "push");

        ScriptedFunction after = ScriptedFunction.answering(event -> "{}");
        try (Triggers triggers = start(after, stream("pushes", inserts))) {
            await().until(() -> flat(after.batches("/dynamodb/Keys/id/S")).contains("5"));
            assertThat(flat(after.batches("/dynamodb/Keys/id/S"))).isSubsetOf("3", "5").containsOnlyOnce("5");
        }
    }

    @Test
    void a_backlog_of_several_pages_arrives_at_once() {
        createTable("backlog");
        for (int batch = 0; batch < 84; batch++) {
            List<WriteRequest> puts = new ArrayList<>();
            for (int number = 0; number < 25; number++) {
                Map<String, AttributeValue> item = Map.of("id", AttributeValue.fromS(batch + "-" + number));
                puts.add(WriteRequest.builder().putRequest(put -> put.item(item)).build());
            }
            dynamoDb.batchWriteItem(request -> request.requestItems(Map.of("backlog", puts)));
        }
        ScriptedFunction function = ScriptedFunction.answering(event -> "{}");
        try (Triggers triggers = start(function, stream("backlog", List.of()))) {
            await().atMost(Duration.ofSeconds(15)) // before it looks again by the clock
                    .until(() -> flat(function.batches("/dynamodb/Keys/id/S")).size() == 2100);
        }
    }

    @Test
    void one_trigger_that_is_held_up_holds_up_no_other_of_the_same_stream() {
        createTable("followed");
        CompletableFuture<String> held = new CompletableFuture<>();
        ScriptedFunction function = ScriptedFunction.answering(event -> "{}");
        ScriptedFunction slow = ScriptedFunction.answering(event -> held.join());
        try (Triggers triggers = start(Map.of("Probe", function, "Slow", slow), stream("followed", List.of()))) {
            for (String id : List.of("1", "2", "3")) {
                putKind("followed", id, "push");
                await().until(() -> flat(function.batches("/dynamodb/Keys/id/S")).contains(id));
            }
            assertThat(flat(slow.batches("/dynamodb/Keys/id/S"))).containsExactly("1");
            held.complete("{}");
            await().until(() -> flat(slow.batches("/dynamodb/Keys/id/S")).equals(List.of("1", "2", "3")));
        }
    }

    @Test
    void a_batch_that_is_given_up_is_told_to_the_queue_and_the_next_is_delivered() throws Exception {
        createTable("poison");
        ScriptedFunction function = ScriptedFunction.answering(event -> {
            if (event.toString().contains("\"bad\"")) {
                throw new IllegalStateException("poison");
            }
            return "{}";
        });
        try (Triggers triggers = start(function, stream("poison", List.of()))) {
            putKind("poison", "1", "bad");
            putKind("poison", "2", "good");

            String told = failures.poll(30, TimeUnit.SECONDS);
            assertThat(told).startsWith("us-west-2 dead {");
            JsonNode failure = new ObjectMapper().readTree(told.substring("us-west-2 dead ".length()));
            assertThat(failure.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
            assertThat(failure.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(2);
            assertThat(failure.at("/DDBStreamBatchInfo/batchSize").asInt()).isEqualTo(1);
            assertThat(failure.at("/DDBStreamBatchInfo/streamArn").asText()).contains("us-west-2:111122223333:table/poison");
            await().until(() -> flat(function.batches("/dynamodb/Keys/id/S")).contains("2"));
        }
    }
}
