package dev.ferry.local.lambda;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A process that runs functions, from its first event until it ends or is ended. */
final class FunctionProcess {
    /** Lambda allows 10 s for the start; a small machine that starts everything at once takes longer. */
    private static final Duration INITIALISATION = Duration.ofSeconds(60);
    /** Most of it is for the archive of loaded classes. */
    private static final Duration ORDERLY_END = Duration.ofSeconds(60);
    private static final InvocationResult.Failure SHUTDOWN =
            InvocationResult.Failure.of("Runtime.Shutdown", "The local cloud is stopping");
    private static final InvocationResult.Failure INTERRUPTED =
            InvocationResult.Failure.of("Runtime.Shutdown", "The invocation was interrupted");

    private final RuntimeApi api;
    private final RuntimeEndpoint endpoint;
    private final Process process;
    /** Whether it is to end as soon as it has answered what it has. */
    private volatile boolean retired;

    private FunctionProcess(RuntimeApi api, RuntimeEndpoint endpoint, Process process) {
        this.api = api;
        this.endpoint = endpoint;
        this.process = process;
    }

    /** @param environment all of the process's environment, from the address of its Runtime API */
    static FunctionProcess start(
            String name,
            List<String> command,
            Path folder,
            Function<String, Map<String, String>> environment,
            RuntimeApi api,
            LogSink log)
            throws IOException {
        RuntimeEndpoint endpoint = api.open();
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment.apply(endpoint.address()));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            api.close(endpoint, InvocationResult.Failure.of("Runtime.InvalidEntrypoint", e.getMessage()));
            throw e;
        }
        // Its standard input stays open and says nothing: its end is what tells the process that the local cloud has gone.
        Thread output = new Thread(() -> copyOutput(process, name, log), "output of " + name);
        output.setDaemon(true);
        output.start();
        process.onExit().thenAccept(ended -> api.close(endpoint, InvocationResult.Failure.of(
                "Runtime.ExitError", "Error: Runtime exited with error: exit status " + ended.exitValue())));
        return new FunctionProcess(api, endpoint, process);
    }

    /** Waits until the process asks for an event. What is not empty says why it never will; then it is ended. */
    private Optional<InvocationResult.Failure> awaitStart() {
        try {
            endpoint.initialised().get(INITIALISATION.toMillis(), TimeUnit.MILLISECONDS);
            return endpoint.failure();
        } catch (TimeoutException e) {
            return Optional.of(end(InvocationResult.Failure.of(
                    "Sandbox.Timedout", "The function asked for no event within " + INITIALISATION.toSeconds() + " seconds")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(INTERRUPTED);
        } catch (ExecutionException e) {
            throw new IllegalStateException("no start is an exception", e);
        }
    }

    /**
     * Hands the process an event and waits. A process that takes longer than the timeout gets no other, and is ended when it
     * has answered the rest.
     */
    InvocationResult invoke(Invocation invocation, Duration timeout) {
        Optional<InvocationResult.Failure> failed = awaitStart();
        if (failed.isPresent()) {
            return failed.get();
        }
        CompletableFuture<InvocationResult> result = endpoint.offer(invocation);
        try {
            return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return retire(invocation, InvocationResult.Failure.of(
                    InvocationResult.Failure.TIMED_OUT,
                    String.format("RequestId: %s Error: Task timed out after %d.%02d seconds",
                            invocation.requestId(), timeout.toSeconds(), timeout.toMillisPart() / 10)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return retire(invocation, INTERRUPTED);
        } catch (ExecutionException e) {
            throw new IllegalStateException("no result is an exception", e);
        } finally {
            endIfRetired();
        }
    }

    /** Whether it can take another event: it has not ended and nobody has given it up. */
    boolean isUsable() {
        return !retired && process.isAlive() && endpoint.failure().isEmpty();
    }

    private InvocationResult.Failure retire(Invocation invocation, InvocationResult.Failure reason) {
        retired = true;
        endpoint.abandon(invocation.requestId());
        return reason;
    }

    private void endIfRetired() {
        if (retired && endpoint.isIdle()) {
            kill();
        }
    }

    /** Asks the process to end, so that it can write its class data archive if it is to. */
    void terminate() {
        api.close(endpoint, SHUTDOWN);
        process.toHandle().destroy(); // the process's own would close its standard input, which ends it at once
    }

    /** Waits for the end that {@link #terminate} asked for; then insists. */
    void awaitEnd() {
        try {
            if (!process.waitFor(ORDERLY_END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends what is of no more use, at once. */
    void kill() {
        end(SHUTDOWN);
    }

    private InvocationResult.Failure end(InvocationResult.Failure reason) {
        api.close(endpoint, reason);
        process.destroyForcibly();
        return reason;
    }

    private static void copyOutput(Process process, String name, LogSink log) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.printed(name, line);
            }
        } catch (IOException e) {
            log.did(name, "output lost: " + e.getMessage());
        }
    }
}
