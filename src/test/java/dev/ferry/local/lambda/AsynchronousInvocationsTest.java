package dev.ferry.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferry.local.template.LambdaFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an accepted event when the local cloud is killed: a run is left alone, and another begins. */
class AsynchronousInvocationsTest {
    private static final LambdaFunction PROBE =
            ProbeDeployment.function("Probe", Duration.ofSeconds(30), Map.of());
    private static final RetryDelay AT_ONCE = new RetryDelay(Duration.ofMillis(1), Duration.ofMillis(2));
    private static final RetryDelay NOT_IN_THIS_RUN = new RetryDelay(Duration.ofMinutes(30), Duration.ofMinutes(30));

    @TempDir
    Path folder;

    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<AsynchronousInvocations> runs = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        runs.forEach(AsynchronousInvocations::close);
    }

    @Test
    void an_event_that_waits_for_a_retry_is_taken_up_by_the_next_run() {
        CountDownLatch failed = new CountDownLatch(1);
        run(NOT_IN_THIS_RUN, (function, region, event) -> {
            failed.countDown();
            return InvocationResult.Failure.of("Unlucky", "this time");
        }).invoke(PROBE, "us-west-2", "first".getBytes(UTF_8));
        await().until(() -> failed.getCount() == 0 && kept().stream().anyMatch(file -> file.contains("\"failures\":1")));

        run(AT_ONCE, this::handle).resume("us-west-2", List.of(PROBE));

        await().untilAsserted(() -> assertThat(handled).containsExactly("us-west-2 first"));
        await().untilAsserted(() -> assertThat(kept()).isEmpty());
    }

    @Test
    void an_event_is_on_disk_before_it_counts_as_accepted() {
        CountDownLatch never = new CountDownLatch(1);
        run(AT_ONCE, (function, region, event) -> waiting(never))
                .invoke(PROBE, "us-west-2", "under way".getBytes(UTF_8));

        run(AT_ONCE, this::handle).resume("us-west-2", List.of(PROBE));

        await().untilAsserted(() -> assertThat(handled).containsExactly("us-west-2 under way"));
        never.countDown();
    }

    @Test
    void an_event_that_cannot_be_kept_is_not_accepted() throws IOException {
        AsynchronousInvocations run = run(AT_ONCE, this::handle);
        Files.delete(folder);

        assertThatThrownBy(() -> run.invoke(PROBE, "us-west-2", "first".getBytes(UTF_8)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot keep an event of Probe");
        assertThat(handled).isEmpty();
    }

    @Test
    void attempts_of_earlier_runs_count() {
        run(NOT_IN_THIS_RUN, this::fail).invoke(PROBE, "us-west-2", "poison".getBytes(UTF_8));
        await().until(() -> kept().stream().anyMatch(file -> file.contains("\"failures\":1")));

        run(AT_ONCE, this::fail).resume("us-west-2", List.of(PROBE));

        await().untilAsserted(() -> assertThat(told).singleElement().satisfies(record -> assertThat(record)
                .contains("RetriesExhausted").contains("\"approximateInvokeCount\":2").contains("poison")));
        await().untilAsserted(() -> assertThat(kept()).isEmpty());
    }

    @Test
    void what_was_handled_is_not_handled_again_and_each_region_has_its_own() {
        AsynchronousInvocations first = run(AT_ONCE, this::handle);
        first.invoke(PROBE, "us-west-2", "done".getBytes(UTF_8));
        await().untilAsserted(() -> assertThat(kept()).isEmpty());
        CountDownLatch never = new CountDownLatch(1);
        AsynchronousInvocations second = run(AT_ONCE, (function, region, event) -> waiting(never));
        second.invoke(PROBE, "eu-west-1", "west".getBytes(UTF_8));
        second.invoke(PROBE, "us-east-1", "east".getBytes(UTF_8));

        AsynchronousInvocations third = run(AT_ONCE, this::handle);
        third.resume("us-west-2", List.of(PROBE));
        third.resume("us-east-1", List.of(PROBE));
        third.resume("us-east-1", List.of(PROBE));
        third.resume("eu-west-1", List.of()); // where the function is no more

        await().untilAsserted(() -> assertThat(handled).containsExactly("us-west-2 done", "us-east-1 east"));
        await().untilAsserted(() -> assertThat(kept()).isEmpty());
        never.countDown();
    }

    @Test
    void a_file_that_a_kill_left_half_written_is_passed_over() throws IOException {
        Files.writeString(folder.resolve("half.new"), "{\"requ");

        run(AT_ONCE, this::handle).resume("us-west-2", List.of(PROBE));

        assertThat(folder).isEmptyDirectory();
    }

    private AsynchronousInvocations run(RetryDelay delay, Invoker invoker) {
        AsynchronousInvocations run = new AsynchronousInvocations(
                invoker,
                ProbeDeployment.ACCOUNT,
                AcceptedEvents.in(folder),
                (region, queue, body) -> told.add(body),
                delay,
                Clock.systemUTC(),
                new RecordedLog());
        runs.add(run);
        return run;
    }

    private InvocationResult handle(String function, String region, byte[] event) {
        handled.add(region + " " + new String(event, UTF_8));
        return new InvocationResult.Success(new byte[0]);
    }

    private InvocationResult fail(String function, String region, byte[] event) {
        return InvocationResult.Failure.of("Unlucky", "every time");
    }

    private static InvocationResult waiting(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return InvocationResult.Failure.of("Runtime.Shutdown", "The invocation was interrupted");
    }

    private List<String> kept() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).map(AsynchronousInvocationsTest::text).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing, if it was deleted just now. */
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }
}
