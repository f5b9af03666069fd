package dev.ferry.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.local.lambda.InvocationResult.Failure;
import dev.ferry.local.template.LambdaFunction;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions run as processes of their own, through the Runtime API. */
@Tag("full")
class FunctionsTest {
    private static final LambdaFunction PROBE =
            ProbeDeployment.function("Probe", Duration.ofSeconds(30), Map.of("FROM_TEMPLATE", "yes"));
    private static final LambdaFunction HASTY = ProbeDeployment.function("Hasty", Duration.ofSeconds(2), Map.of());
    private static final LambdaFunction BROKEN =
            ProbeDeployment.function("Broken", Duration.ofSeconds(30), Map.of("PROBE_REFUSES_TO_START", "1"));
    private static final RecordedLog LOG = new RecordedLog();

    @TempDir
    static Path folder;

    private static RuntimeApi api;
    private static Functions functions;

    @BeforeAll
    static void start() throws Exception {
        api = new RuntimeApi();
        functions = new Functions(
                List.of(PROBE, HASTY, BROKEN),
                function -> 1,
                ProbeDeployment.artefact(folder, true),
                new FunctionEnvironment("us-east-1", Map.of("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1")),
                ProbeDeployment.ACCOUNT,
                api,
                LOG);
    }

    @AfterAll
    static void stop() {
        functions.close();
        api.close();
    }

    @Test
    void invoke_returns_the_answer_and_keeps_the_process_for_the_next_event() {
        String first = answer("Probe", "process");

        assertThat(answer("Probe", "process")).isEqualTo(first);
        assertThat(answer("Probe", "grüße \"quoted\"")).isEqualTo("grüße \"quoted\"");
    }

    @Test
    void invoke_names_the_function_in_the_events_region() {
        assertThat(answer("Probe", "arn")).isEqualTo("arn:aws:lambda:us-west-2:111122223333:function:Probe");
    }

    @Test
    void a_function_sees_lambdas_variables_the_templates_and_the_endpoints_and_no_others() {
        assertThat(answer("Probe", "environment AWS_LAMBDA_FUNCTION_NAME")).isEqualTo("Probe");
        assertThat(answer("Probe", "environment AWS_REGION")).isEqualTo("us-east-1");
        assertThat(answer("Probe", "environment FROM_TEMPLATE")).isEqualTo("yes");
        assertThat(answer("Probe", "environment AWS_ENDPOINT_URL_SQS")).isEqualTo("http://127.0.0.1:1");
        String inherited = System.getenv().keySet().stream()
                .filter(name -> !List.of("PATH", "HOME", "TMPDIR", "LANG", "TZ").contains(name))
                .findFirst()
                .orElseThrow();
        assertThat(answer("Probe", "environment " + inherited)).isEqualTo("null");
    }

    @Test
    void invoke_reports_what_the_function_threw() throws Exception {
        Failure failure = failure("Probe", "throw a \"bad\" thing\n");

        assertThat(failure.errorType()).isEqualTo("java.io.IOException");
        assertThat(failure.errorMessage()).isEqualTo("a \"bad\" thing\n");
        JsonNode payload = new ObjectMapper().readTree(failure.payload());
        assertThat(payload.path("stackTrace").path(0).asText()).contains("ProbeFunction.handleRequest");
    }

    @Test
    void a_process_that_ends_fails_the_running_event_and_is_replaced_for_the_next() {
        String first = answer("Probe", "process");

        assertThat(failure("Probe", "exit").errorMessage()).contains("exit status 7");
        assertThat(answer("Probe", "process")).isNotEqualTo(first);
    }

    @Test
    void an_event_past_the_functions_timeout_ends_the_process() {
        String process = answer("Hasty", "process");

        Failure failure = failure("Hasty", "hang");

        assertThat(failure.timedOut()).isTrue();
        assertThat(failure.errorMessage()).contains("Task timed out after 2.00 seconds");
        await().until(() -> ProcessHandle.of(Long.parseLong(process)).isEmpty());
        assertThat(answer("Hasty", "process")).isNotEqualTo(process);
    }

    @Test
    void a_function_that_cannot_start_fails_its_event_with_the_reason() {
        Failure failure = failure("Broken", "anything");

        assertThat(failure.errorType()).isEqualTo("java.lang.IllegalStateException");
        assertThat(failure.errorMessage()).isEqualTo("no such bean");
    }

    @Test
    void invoke_refuses_an_event_larger_than_lambda_takes() {
        byte[] largest = new byte[Functions.PAYLOAD_LIMIT];
        Arrays.fill(largest, (byte) 'a');
        assertThat(functions.invoke("Probe", "us-west-2", largest)).isInstanceOf(InvocationResult.Success.class);

        assertThatThrownBy(() -> functions.invoke("Probe", "us-west-2", new byte[Functions.PAYLOAD_LIMIT + 1]))
                .isInstanceOf(RequestTooLargeException.class)
                .hasMessageContaining("6291456");
    }

    @Test
    void an_answer_larger_than_lambda_takes_is_a_failure_and_the_process_goes_on() {
        String process = answer("Probe", "process");

        assertThat(failure("Probe", "large " + (Functions.PAYLOAD_LIMIT + 1)).errorType())
                .isEqualTo("Function.ResponseSizeTooLarge");
        assertThat(answer("Probe", "process")).isEqualTo(process);
    }

    @Test
    void what_a_function_prints_is_logged_under_its_name() {
        answer("Probe", "print hello");

        await().until(() -> LOG.lines().contains("Probe| hello"));
    }

    @Test
    void two_events_at_a_time_run_in_two_processes_when_the_function_may_have_two() throws Exception {
        Path own = Files.createDirectory(folder.resolve("two"));
        Functions two = new Functions(
                List.of(PROBE), function -> 2, ProbeDeployment.artefact(own, true),
                new FunctionEnvironment("us-east-1", Map.of()), ProbeDeployment.ACCOUNT, api, LOG);
        try (two) {
            String first = new String(two.invoke("Probe", "us-west-2", "process".getBytes(UTF_8)).payload(), UTF_8);
            CompletableFuture<InvocationResult> hanging =
                    CompletableFuture.supplyAsync(() -> two.invoke("Probe", "us-west-2", "hang".getBytes(UTF_8)));
            await().until(() -> !new String(
                            two.invoke("Probe", "us-west-2", "process".getBytes(UTF_8)).payload(), UTF_8)
                    .equals(first));
            two.close();
            assertThat(hanging.get(30, TimeUnit.SECONDS)).isInstanceOf(Failure.class);
            assertThat(ProcessHandle.of(Long.parseLong(first))).isEmpty();
        }
    }

    @Test
    void a_process_in_the_middle_of_an_event_ends_when_the_local_cloud_is_killed() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        Files.createDirectory(folder.resolve("parent")).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = parent.inputReader()) {
            ProcessHandle function = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            assertThat(output.readLine()).isEqualTo("hanging");

            parent.destroyForcibly();

            await().atMost(Duration.ofSeconds(20)).until(() -> !function.isAlive());
        } finally {
            parent.destroyForcibly();
        }
    }

    /** A program that prints which process its function has, and that this has begun an event, which never ends. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            CountDownLatch hanging = new CountDownLatch(1);
            Functions functions = new Functions(
                    List.of(PROBE),
                    function -> 1,
                    ProbeDeployment.artefact(Path.of(arguments[0]), true),
                    new FunctionEnvironment("us-east-1", Map.of()),
                    ProbeDeployment.ACCOUNT,
                    new RuntimeApi(),
                    new LogSink() {
                        @Override
                        public void did(String who, String what) {}

                        @Override
                        public void printed(String function, String line) {
                            hanging.countDown();
                        }
                    });
            System.out.println(
                    new String(functions.invoke("Probe", "us-west-2", "process".getBytes(UTF_8)).payload(), UTF_8));
            CompletableFuture.runAsync(() -> functions.invoke("Probe", "us-west-2", "hang aloud".getBytes(UTF_8)));
            hanging.await();
            System.out.println("hanging");
            new CountDownLatch(1).await();
        }
    }

    @Test
    void an_asynchronous_event_that_fails_every_attempt_goes_to_the_destination() throws Exception {
        LinkedBlockingQueue<String> sent = new LinkedBlockingQueue<>();
        try (AsynchronousInvocations asynchronous = new AsynchronousInvocations(
                functions,
                ProbeDeployment.ACCOUNT,
                AcceptedEvents.in(folder.resolve("events")),
                (region, queue, body) -> sent.add(region + " " + queue + " " + body),
                new RetryDelay(Duration.ofMillis(1), Duration.ofMillis(2)),
                Clock.systemUTC(),
                LOG)) {
            asynchronous.invoke(PROBE, "us-west-2", "throw again".getBytes(UTF_8));

            String told = sent.poll(30, TimeUnit.SECONDS);
            assertThat(told).startsWith("us-west-2 dead {");
            JsonNode sentRecord = new ObjectMapper().readTree(told.substring("us-west-2 dead ".length()));
            assertThat(sentRecord.at("/version").asText()).isEqualTo("1.0");
            assertThat(sentRecord.at("/requestContext/condition").asText()).isEqualTo("RetriesExhausted");
            assertThat(sentRecord.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(2);
            assertThat(sentRecord.at("/requestContext/functionArn").asText())
                    .isEqualTo("arn:aws:lambda:us-west-2:111122223333:function:Probe:$LATEST");
            assertThat(sentRecord.at("/requestPayload").asText()).isEqualTo("throw again");
            assertThat(sentRecord.at("/responsePayload/errorMessage").asText()).isEqualTo("again");
        }
    }

    private static String answer(String function, String event) {
        InvocationResult result = functions.invoke(function, ProbeDeployment.REGION, event.getBytes(UTF_8));
        assertThat(result).isInstanceOf(InvocationResult.Success.class);
        return new String(result.payload(), UTF_8);
    }

    private static Failure failure(String function, String event) {
        InvocationResult result = functions.invoke(function, ProbeDeployment.REGION, event.getBytes(UTF_8));
        assertThat(result).isInstanceOf(Failure.class);
        return (Failure) result;
    }
}
