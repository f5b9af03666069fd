package dev.ferry.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.local.template.TemplateParameters;
import dev.ferry.local.template.TemplateReader;
import dev.ferry.local.template.Trigger;
import dev.ferry.local.triggers.EventPattern;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of the stream {@code template.yaml} lets through to {@code announce}, and in whose name it may speak. */
class AnnounceFilterTest {
    private static final String PUSHED = "announce-push-recorded.json";
    private static final String ENDED = "announce-replication-ended.json";

    @Test
    void the_records_that_the_template_lets_through_are_those_of_pushes_and_ends() {
        Trigger.Stream stream = stream();
        ObjectNode granted = Events.record(ENDED);
        ((ObjectNode) granted.at("/dynamodb/NewImage/status")).put("S", "IN_PROGRESS");
        ObjectNode ended = Events.record(ENDED);
        ((ObjectNode) ended.at("/dynamodb/OldImage/status")).put("S", "COMPLETE");

        assertThat(passes(stream, Events.record(PUSHED))).isTrue();
        assertThat(passes(stream, Events.record(ENDED))).isTrue();
        assertThat(passes(stream, Events.record("announce-backfill-ended.json"))).isTrue();
        assertThat(passes(stream, Events.record("announce-storage-class-changed.json"))).isTrue();
        assertThat(passes(stream, Events.record("announce-storage-class-changed.json").put("eventName", "REMOVE")))
                .as("a change that is long told").isFalse();
        assertThat(passes(stream, granted)).as("an end").isFalse();
        assertThat(passes(stream, ended)).as("ended just now").isFalse();
        assertThat(passes(stream, Events.record(PUSHED).put("eventName", "MODIFY"))).as("a push").isFalse();
    }

    @Test
    void a_stack_cannot_announce_in_the_name_of_ecr() {
        assertThatThrownBy(() -> TemplateReader.read(Path.of("template.yaml"), new TemplateParameters(
                        "us-west-2", "111122223333", "aws", "amazonaws.com", Map.of("EventSource", "aws.ecr"))))
                .hasMessageContaining("EventSource");
    }

    private static Trigger.Stream stream() {
        return (Trigger.Stream) TemplateReader.read(Path.of("template.yaml"),
                        new TemplateParameters("us-west-2", "111122223333", "aws", "amazonaws.com", Map.of()))
                .functions().stream()
                .filter(function -> function.logicalId().equals("AnnounceFunction"))
                .findFirst()
                .orElseThrow()
                .triggers()
                .get(0);
    }

    private static boolean passes(Trigger.Stream stream, JsonNode record) {
        return stream.filters().stream().anyMatch(filter -> EventPattern.parse(filter).matches(record));
    }
}
