package dev.ferry.local.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.local.lambda.RetryDelay;
import dev.ferry.local.lambda.StackLocation;
import dev.ferry.local.template.Trigger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamDeliveryTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final StackLocation LOCATION = new StackLocation("111122223333", "us-west-2");

    private final List<String> progress = new ArrayList<>();

    @Test
    void a_batch_that_succeeds_is_delivered_once() throws InterruptedException {
        ScriptedFunction function = ScriptedFunction.answering(event -> "null");

        deliver(function, stream(2, false, false), records(3));

        assertThat(function.batches("/n")).containsExactly(List.of("1", "2", "3"));
        assertThat(progress).containsExactly("handled 3");
    }

    @Test
    void a_batch_is_tried_again_until_its_retries_are_used_up_and_is_then_given_up() throws InterruptedException {
        ScriptedFunction function = ScriptedFunction.answering(event -> {
            throw new IllegalStateException("always");
        });

        deliver(function, stream(2, false, false), records(2));

        assertThat(function.batches("/n")).containsExactly(List.of("1", "2"), List.of("1", "2"), List.of("1", "2"));
        assertThat(progress).containsExactly("given up [1, 2] RetryAttemptsExhausted 3", "handled 2");
    }

    @Test
    void bisecting_gives_up_the_poison_alone() throws InterruptedException {
        ScriptedFunction function = ScriptedFunction.answering(event -> {
            event.path("Records").forEach(each -> {
                if (each.path("n").asInt() == 3) {
                    throw new IllegalStateException("poison");
                }
            });
            return "null";
        });

        deliver(function, stream(1, true, false), records(4));

        assertThat(function.batches("/n"))
                .containsExactly(
                        List.of("1", "2", "3", "4"), List.of("1", "2"), List.of("3", "4"), List.of("3"), List.of("3"), List.of("4"));
        assertThat(progress)
                .containsExactly("handled 2", "given up [3] RetryAttemptsExhausted 2", "handled 3", "handled 4");
    }

    @Test
    void reported_failures_repeat_the_batch_from_the_first_one_on() throws InterruptedException {
        List<String> answers = new ArrayList<>(List.of(
                ScriptedFunction.reporting(List.of("4", "2")), ScriptedFunction.reporting(List.of("4")), "{}"));
        ScriptedFunction function = ScriptedFunction.answering(event -> answers.remove(0));

        deliver(function, stream(2, false, true), records(4));

        assertThat(function.batches("/n"))
                .containsExactly(List.of("1", "2", "3", "4"), List.of("2", "3", "4"), List.of("4"));
        assertThat(progress).containsExactly("handled 1", "handled 3", "handled 4");
    }

    @Test
    void an_unknown_identifier_fails_the_whole_batch() throws InterruptedException {
        List<String> answers = new ArrayList<>(List.of(ScriptedFunction.reporting(List.of("99")), "{}"));
        ScriptedFunction function = ScriptedFunction.answering(event -> answers.remove(0));

        deliver(function, stream(2, false, true), records(2));

        assertThat(function.batches("/n")).containsExactly(List.of("1", "2"), List.of("1", "2"));
    }

    @Test
    void records_past_their_age_are_given_up_unseen() throws InterruptedException {
        ScriptedFunction function = ScriptedFunction.answering(event -> "null");
        List<StreamRecord> records = List.of(
                streamRecord(1, NOW.minus(Duration.ofMinutes(61))), streamRecord(2, NOW.minus(Duration.ofMinutes(59))));

        deliver(function, stream(2, false, false), records);

        assertThat(function.batches("/n")).containsExactly(List.of("2"));
        assertThat(progress).containsExactly("given up [1] RecordAgeExceeded 0", "handled 1", "handled 2");
    }

    private void deliver(ScriptedFunction function, Trigger.Stream trigger, List<StreamRecord> records)
            throws InterruptedException {
        new StreamDelivery(
                        trigger,
                        new BatchFunction(function, "FanOut", LOCATION, trigger.reportBatchItemFailures()),
                        new RetryDelay(Duration.ofMillis(1), Duration.ofMillis(1)),
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        new StreamDelivery.Progress() {
                            @Override
                            public void handled(StreamRecord last) {
                                progress.add("handled " + last.identifier());
                            }

                            @Override
                            public void givenUp(List<StreamRecord> batch, String condition, int attempts) {
                                progress.add("given up "
                                        + batch.stream().map(StreamRecord::identifier).toList()
                                        + " " + condition + " " + attempts);
                            }
                        },
                        new PollSignal())
                .deliver(records);
    }

    private static Trigger.Stream stream(int retries, boolean bisect, boolean report) {
        return new Trigger.Stream(
                "pushes", 100, retries, Duration.ofHours(1), bisect, report, List.of(), Optional.empty());
    }

    private static List<StreamRecord> records(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(n -> streamRecord(n, NOW)).toList();
    }

    private static StreamRecord streamRecord(int n, Instant at) {
        return new StreamRecord(Integer.toString(n), at, new ObjectMapper().createObjectNode().put("n", n));
    }
}
