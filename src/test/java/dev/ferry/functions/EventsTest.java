package dev.ferry.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.Template;
import dev.ferry.local.template.TemplateParameters;
import dev.ferry.local.template.TemplateReader;
import dev.ferry.local.template.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The events are named after the function that they invoke, and there is one for whatever invokes it. */
class EventsTest {
    private static final Template TEMPLATE = TemplateReader.read(Path.of("template.yaml"),
            new TemplateParameters("us-west-2", "111122223333", "aws", "amazonaws.com", Map.of()));

    @Test
    void every_trigger_has_an_event() {
        for (LambdaFunction function : TEMPLATE.functions()) {
            List<String> events = eventsOf(function);

            assertThat(events).as(function.logicalId()).hasSizeGreaterThanOrEqualTo(function.triggers().size());
            function.triggers().stream()
                    .filter(trigger -> trigger instanceof Trigger.HttpRoute)
                    .map(trigger -> ((Trigger.HttpRoute) trigger).method() + " " + ((Trigger.HttpRoute) trigger).path())
                    .forEach(route -> assertThat(events)
                            .anySatisfy(event -> assertThat(Events.read(event).get("routeKey").asText()).isEqualTo(route)));
        }
    }

    @Test
    void every_event_belongs_to_a_function() {
        assertThat(Events.names()).allSatisfy(name -> assertThat(TEMPLATE.functions())
                .filteredOn(function -> eventsOf(function).contains(name))
                .hasSize(1));
    }

    @Test
    void the_page_says_how_to_invoke_each_function_with_each_event() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs/events.md")).stream()
                .filter(line -> line.contains("sam local invoke") && line.startsWith("|"))
                .map(line -> line.substring(0, line.lastIndexOf(" | ")))
                .toList();

        assertThat(rows).containsExactlyInAnyOrderElementsOf(Events.names().stream()
                .map(event -> {
                    String function = Events.function(TEMPLATE, event).logicalId();
                    return "| " + function + " | `" + event.replace(".json", "") + "` | `sam local invoke " + function
                            + " --event events/" + event + "`";
                })
                .toList());
    }

    private static List<String> eventsOf(LambdaFunction function) {
        String prefix = function.environment().get("QUARKUS_LAMBDA_HANDLER") + "-";
        return Events.names().stream().filter(name -> name.startsWith(prefix)).toList();
    }
}
