package dev.ferry.local.lambda;

import dev.ferry.local.template.LambdaFunction;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * The processes of one function. One is started when an event finds none idle, up to a limit; beyond it an event waits.
 * The one used last is used first, so a second process is only there if two events once ran at a time.
 */
final class FunctionPool {
    private final LambdaFunction function;
    private final Artefact artefact;
    private final FunctionEnvironment environment;
    private final RuntimeApi api;
    private final LogSink log;
    private final Semaphore permits;
    private final Deque<FunctionProcess> idle = new ArrayDeque<>();
    private final List<FunctionProcess> all = new ArrayList<>();
    private boolean closed;

    FunctionPool(
            LambdaFunction function,
            int limit,
            Artefact artefact,
            FunctionEnvironment environment,
            RuntimeApi api,
            LogSink log) {
        this.function = function;
        this.artefact = artefact;
        this.environment = environment;
        this.api = api;
        this.log = log;
        this.permits = new Semaphore(limit, true);
    }

    InvocationResult invoke(String functionArn, byte[] event) {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return InvocationResult.Failure.of("Runtime.Shutdown", "The invocation was interrupted");
        }
        try {
            FunctionProcess process = take();
            InvocationResult result = process.invoke(
                    new Invocation(
                            UUID.randomUUID().toString(), functionArn, Instant.now().plus(function.timeout()), event),
                    function.timeout());
            giveBack(process);
            return result;
        } catch (IOException e) {
            return InvocationResult.Failure.of("Runtime.InvalidEntrypoint", e.getMessage());
        } finally {
            permits.release();
        }
    }

    private synchronized FunctionProcess take() throws IOException {
        if (closed) {
            throw new IOException("the local cloud is stopping");
        }
        for (FunctionProcess process = idle.poll(); process != null; process = idle.poll()) {
            if (process.isUsable()) {
                return process;
            }
            discard(process);
        }
        FunctionProcess started = FunctionProcess.start(
                function.logicalId(),
                artefact.command(function),
                artefact.taskRoot(),
                runtimeApi -> environment.of(function, artefact, runtimeApi),
                api,
                log);
        all.add(started);
        return started;
    }

    private synchronized void giveBack(FunctionProcess process) {
        if (process.isUsable()) {
            idle.push(process);
        } else if (!closed) {
            discard(process);
        }
    }

    private void discard(FunctionProcess process) {
        process.kill();
        all.remove(process);
    }

    /** Asks all processes to end; what runs fails, and no other is started. */
    synchronized void terminate() {
        closed = true;
        all.forEach(FunctionProcess::terminate);
    }

    void awaitEnd() {
        List<FunctionProcess> ending;
        synchronized (this) {
            ending = List.copyOf(all);
        }
        ending.forEach(FunctionProcess::awaitEnd);
    }
}
