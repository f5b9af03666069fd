package dev.ferry.local.lambda;

import dev.ferry.local.template.LambdaFunction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** All functions of the deployment, invoked synchronously. */
public final class Functions implements Invoker, AutoCloseable {
    /** How many bytes an event may have, and an answer: Lambda's quota of synchronous invocations. */
    public static final int PAYLOAD_LIMIT = 6_291_456;

    private final Map<String, FunctionPool> pools = new LinkedHashMap<>();
    private final String account;
    private final LogSink log;

    /**
     * @param processes how many processes a function may have, which is how many events it handles at a time
     * @param account   the operator's account, which owns the functions
     */
    public Functions(
            List<LambdaFunction> functions,
            ToIntFunction<LambdaFunction> processes,
            Artefact artefact,
            FunctionEnvironment environment,
            String account,
            RuntimeApi api,
            LogSink log) {
        this.account = account;
        this.log = log;
        for (LambdaFunction function : functions) {
            pools.put(
                    function.logicalId(),
                    new FunctionPool(function, processes.applyAsInt(function), artefact, environment, api, log));
        }
    }

    @Override
    public InvocationResult invoke(String function, String region, byte[] event) {
        FunctionPool pool = pools.get(function);
        if (pool == null) {
            throw new IllegalArgumentException("no function " + function);
        }
        if (event.length > PAYLOAD_LIMIT) {
            throw new RequestTooLargeException(event.length);
        }
        long start = System.nanoTime();
        InvocationResult result = pool.invoke(new StackLocation(account, region).functionArn(function), event);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        log.did(function, outcome(result) + " in " + region + ", " + took.toMillis() + " ms");
        return result;
    }

    private static String outcome(InvocationResult result) {
        return result instanceof InvocationResult.Failure failure
                ? "failed (" + failure.errorType() + ": " + failure.errorMessage() + ")"
                : "answered";
    }

    /** Ends all processes, side by side; what runs fails. */
    @Override
    public void close() {
        pools.values().forEach(FunctionPool::terminate);
        pools.values().forEach(FunctionPool::awaitEnd);
    }
}
