package dev.ferry.local.lambda;

import dev.ferry.local.template.LambdaFunction;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.ToIntFunction;

/** All functions of the deployment, invoked synchronously. */
public final class Functions implements Invoker, AutoCloseable {
    /** How many bytes an event may have, and an answer: Lambda's quota of synchronous invocations. */
    public static final int PAYLOAD_LIMIT = 6_291_456;

    private final Map<String, Runner> runners = new LinkedHashMap<>();
    private final List<FunctionPool> pools = new ArrayList<>();
    private final String account;
    private final LogSink log;

    /** @param permits one for each event that the function may handle at a time */
    private record Runner(LambdaFunction function, FunctionPool pool, Semaphore permits) {}

    /**
     * @param eventsAtATime how many events a function may handle at a time
     * @param account       the operator's account, which owns the functions
     */
    public Functions(
            List<LambdaFunction> functions,
            ToIntFunction<LambdaFunction> eventsAtATime,
            Artefact artefact,
            FunctionEnvironment environment,
            String account,
            RuntimeApi api,
            LogSink log) {
        this.account = account;
        this.log = log;
        List<List<LambdaFunction>> together =
                artefact.isShared() ? List.of(functions) : functions.stream().map(List::of).toList();
        for (List<LambdaFunction> group : together) {
            int events = artefact.isShared() ? group.stream().mapToInt(eventsAtATime).sum() : 1;
            String name = group.size() > 1 ? "functions" : group.get(0).logicalId();
            FunctionPool pool = new FunctionPool(
                    () -> FunctionProcess.start(
                            name,
                            artefact.command(group),
                            artefact.taskRoot(),
                            address -> environment.of(group, events, artefact, address),
                            api,
                            log),
                    events);
            pools.add(pool);
            group.forEach(function -> runners.put(
                    function.logicalId(),
                    new Runner(function, pool, new Semaphore(eventsAtATime.applyAsInt(function), true))));
        }
    }

    /** Starts the process that all functions share, if they do, so that the first event need not wait for it. */
    public void prepare() throws IOException {
        if (pools.size() == 1) {
            pools.get(0).prepare();
        }
    }

    /** Whether events can be taken at once, or a process of its own is started for each function in any case. */
    public boolean arePrepared() {
        return pools.size() > 1 || pools.get(0).isPrepared();
    }

    @Override
    public InvocationResult invoke(String function, String region, byte[] event) {
        Runner runner = runners.get(function);
        if (runner == null) {
            throw new IllegalArgumentException("no function " + function);
        }
        if (event.length > PAYLOAD_LIMIT) {
            throw new RequestTooLargeException(event.length);
        }
        long start = System.nanoTime();
        InvocationResult result = invoke(runner, new StackLocation(account, region).functionArn(function), event);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        log.did(function, outcome(result) + " in " + region + ", " + took.toMillis() + " ms");
        return result;
    }

    private static InvocationResult invoke(Runner runner, String arn, byte[] event) {
        try {
            runner.permits().acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return InvocationResult.Failure.of("Runtime.Shutdown", "The invocation was interrupted");
        }
        try {
            FunctionProcess process = runner.pool().take();
            try {
                Duration timeout = runner.function().timeout();
                return process.invoke(
                        new Invocation(UUID.randomUUID().toString(), arn, Instant.now().plus(timeout), event), timeout);
            } finally {
                runner.pool().giveBack(process);
            }
        } catch (IOException e) {
            return InvocationResult.Failure.of("Runtime.InvalidEntrypoint", e.getMessage());
        } finally {
            runner.permits().release();
        }
    }

    private static String outcome(InvocationResult result) {
        return result instanceof InvocationResult.Failure failure
                ? "failed (" + failure.errorType() + ": " + failure.errorMessage() + ")"
                : "answered";
    }

    /** Ends all processes at once; what runs fails, and the next events have new ones started. */
    public void recycle() {
        pools.forEach(FunctionPool::recycle);
    }

    /** Ends all processes, side by side; what runs fails. */
    @Override
    public void close() {
        pools.forEach(FunctionPool::terminate);
        pools.forEach(FunctionPool::awaitEnd);
    }
}
