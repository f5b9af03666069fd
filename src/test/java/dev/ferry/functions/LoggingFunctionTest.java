package dev.ferry.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The log as it is where the template sets {@code QUARKUS_LOG_CONSOLE_JSON_ENABLED}. */
@QuarkusTest
@Tag("full")
@TestProfile(AnyFunctionProfile.class)
@Isolated("one application, and one story")
class LoggingFunctionTest {
    private static final InvokedFunction REPLICATE = new InvokedFunction(ReplicateFunction.class);
    private static final String EVENT = "replicate-replication-queued.json";

    private ReplicationScenario story;

    @BeforeEach
    void fanThePushOut() {
        story = new ReplicationScenario().pushIsFannedOut();
    }

    @Test
    void every_line_about_a_replication_is_an_object_with_its_push_and_its_destination() {
        List<JsonNode> lines = loggedBy(() -> REPLICATE.invoke(Events.read(EVENT)));

        assertThat(lines).anySatisfy(line -> assertThat(line.path("message").asText()).contains("COMPLETE"));
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.at("/mdc/pushId").asText()).isEqualTo(story.push().id().value());
            assertThat(line.at("/mdc/destination").asText()).isEqualTo("444455556666/eu-west-1");
            assertThat(line.path("level").asText()).isEqualTo("INFO");
        });
    }

    @Test
    void a_line_about_something_else_has_no_push() {
        List<JsonNode> lines = loggedBy(() -> {
            REPLICATE.invoke(Events.read(EVENT));
            REPLICATE.invoke(Events.ofRecords(Events.record(EVENT).put("body", "hello")));
        });

        assertThat(lines).filteredOn(line -> line.path("message").asText().contains("hello")).isNotEmpty()
                .allSatisfy(line -> {
                    assertThat(line.path("mdc").has("pushId")).isFalse();
                    assertThat(line.path("mdc").has("destination")).isFalse();
                    assertThat(line.path("stackTrace").asText()).contains("UnreadableMessageException");
                });
    }

    @Test
    void the_console_writes_no_line_break_of_a_tenant() {
        assertThat(handlers(Logger.getLogger("")).filter(ConsoleHandler.class::isInstance)).isNotEmpty()
                .allSatisfy(console -> {
                    ExtLogRecord line = new ExtLogRecord(Level.INFO, "one\nother", LoggingFunctionTest.class.getName());
                    assertThat(console.getFilter().isLoggable(line)).isTrue();
                    assertThat(line.getFormattedMessage()).isEqualTo("one\\u000aother");
                });
    }

    /** What Ferry logged meanwhile, as the console shows it: an object a line. */
    private static List<JsonNode> loggedBy(Runnable action) {
        Formatter console = handlers(Logger.getLogger(""))
                .filter(ConsoleHandler.class::isInstance)
                .map(Handler::getFormatter)
                .findFirst()
                .orElseThrow();
        List<String> formatted = new CopyOnWriteArrayList<>();
        Handler recording = new Handler() {
            @Override
            public void publish(LogRecord record) {
                formatted.add(console.format(record));
            }

            @Override
            public void flush() {
                // Nothing is held back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        Logger ferry = Logger.getLogger("dev.ferry");
        ferry.addHandler(recording);
        try {
            action.run();
        } finally {
            ferry.removeHandler(recording);
        }
        assertThat(formatted).allSatisfy(line -> assertThat(line.strip()).doesNotContain("\n"));
        return formatted.stream().map(Events::parse).toList();
    }

    private static Stream<Handler> handlers(Logger logger) {
        List<Handler> all = new ArrayList<>();
        Arrays.stream(logger.getHandlers()).forEach(handler -> {
            all.add(handler);
            if (handler instanceof ExtHandler outer) {
                all.addAll(Arrays.asList(outer.getHandlers()));
            }
        });
        return all.stream();
    }
}
