package dev.ferry.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferry.local.lambda.InvocationResult.Failure;
import dev.ferry.local.template.LambdaFunction;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All functions run in one process, which takes many events side by side. */
@Tag("full")
class SharedProcessTest {
    private static final LambdaFunction PATIENT = ProbeDeployment.function("Patient", Duration.ofSeconds(30), Map.of("A", "1"));
    private static final LambdaFunction HASTY = ProbeDeployment.function("Hasty", Duration.ofSeconds(2), Map.of("B", "2"));

    @TempDir
    Path folder;

    private RuntimeApi api;
    private Artefact artefact;
    private FunctionEnvironment environment;
    private Functions functions;
    private ServerSocket held;

    @BeforeEach
    void start() throws Exception {
        api = new RuntimeApi();
        artefact = ProbeDeployment.artefact(folder, false);
        environment = new FunctionEnvironment("us-east-1", Map.of());
        functions = new Functions(
                List.of(PATIENT, HASTY), function -> 2, artefact, environment, ProbeDeployment.ACCOUNT, api, new RecordedLog());
        held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws Exception {
        functions.close();
        api.close();
        held.close();
    }

    @Test
    void functions_share_a_process_and_are_told_their_own_names_and_variables() {
        assertThat(answer("Patient", "process")).isEqualTo(answer("Hasty", "process"));
        assertThat(answer("Patient", "function")).isEqualTo("Patient");
        assertThat(answer("Hasty", "function")).isEqualTo("Hasty");
        assertThat(answer("Hasty", "environment B")).isEqualTo("2");
        assertThat(answer("Patient", "environment A")).isEqualTo("1");
    }

    @Test
    void an_event_is_answered_while_another_runs() throws Exception {
        CompletableFuture<InvocationResult> running = runningEvent();
        try (Socket hold = held.accept()) {
            assertThat(answer("Patient", "echo")).isEqualTo("echo");
            assertThat(running).isNotDone();
            assertThat(hold.isConnected()).isTrue();
        }
        assertThat(running.get(30, TimeUnit.SECONDS)).isInstanceOf(InvocationResult.Success.class);
    }

    @Test
    void a_process_with_an_event_past_its_timeout_answers_the_others_takes_no_more_and_ends() throws Exception {
        String process = answer("Patient", "process");
        CompletableFuture<InvocationResult> running = runningEvent();
        try (Socket hold = held.accept()) {
            assertThat(((Failure) invoke("Hasty", "hang")).timedOut()).isTrue();

            assertThat(answer("Hasty", "process")).isNotEqualTo(process);
            assertThat(ProcessHandle.of(Long.parseLong(process))).isPresent();
            assertThat(hold.isConnected()).isTrue();
        }
        assertThat(running.get(30, TimeUnit.SECONDS)).isInstanceOf(InvocationResult.Success.class);
        await().until(() -> ProcessHandle.of(Long.parseLong(process)).isEmpty());
    }

    @Test
    void a_process_that_ends_fails_all_its_events_and_is_replaced() throws Exception {
        CompletableFuture<InvocationResult> running = runningEvent();
        try (Socket hold = held.accept()) {
            assertThat(((Failure) invoke("Patient", "exit")).errorMessage()).contains("exit status 7");
            assertThat(running.get(30, TimeUnit.SECONDS)).isInstanceOf(Failure.class);
            assertThat(hold.isConnected()).isTrue();
        }
        assertThat(answer("Patient", "echo")).isEqualTo("echo");
    }

    @Test
    void functions_that_differ_in_a_variable_cannot_share_a_process() {
        LambdaFunction other = ProbeDeployment.function("Other", Duration.ofSeconds(30), Map.of("A", "3"));

        assertThatThrownBy(() -> environment.of(List.of(PATIENT, other), 4, artefact, "127.0.0.1:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("functions that differ in A can't share a process, as Other does");
    }

    private CompletableFuture<InvocationResult> runningEvent() {
        return CompletableFuture.supplyAsync(() -> invoke("Patient", "wait " + held.getLocalPort()));
    }

    private String answer(String function, String event) {
        InvocationResult result = invoke(function, event);
        assertThat(result).isInstanceOf(InvocationResult.Success.class);
        return new String(result.payload(), UTF_8);
    }

    private InvocationResult invoke(String function, String event) {
        return functions.invoke(function, ProbeDeployment.REGION, event.getBytes(UTF_8));
    }
}
