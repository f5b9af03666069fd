package dev.ferry.local.lambda;

import dev.ferry.local.template.LambdaFunction;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Lambda's Invoke with the type Event: the event is accepted at once and tried until the function succeeds, the
 * template's number of retries is used up, or the event is too old; then the on-failure destination is told. Each
 * function has a thread of its own here, so none waits for another. Events that wait are lost when the local cloud ends;
 * Lambda would keep them.
 */
public final class AsynchronousInvocations implements AutoCloseable {
    private final Invoker invoker;
    private final String account;
    private final FailureQueues failureQueues;
    private final RetryDelay delay;
    private final Clock clock;
    private final LogSink log;
    private final Map<String, ScheduledThreadPoolExecutor> threads = new ConcurrentHashMap<>();

    /** @param account the operator's account, which owns the functions */
    public AsynchronousInvocations(
            Invoker invoker, String account, FailureQueues failureQueues, RetryDelay delay, Clock clock, LogSink log) {
        this.invoker = invoker;
        this.account = account;
        this.failureQueues = failureQueues;
        this.delay = delay;
        this.clock = clock;
        this.log = log;
    }

    /** Accepts an event, which no caller waits for. */
    public void invoke(LambdaFunction function, String region, byte[] event) {
        AcceptedEvent accepted =
                new AcceptedEvent(UUID.randomUUID().toString(), function, region, event, clock.instant());
        threadOf(function).execute(() -> attempt(accepted, 1));
    }

    private void attempt(AcceptedEvent accepted, int attempts) {
        LambdaFunction function = accepted.function();
        InvocationResult result;
        try {
            result = invoker.invoke(function.logicalId(), accepted.region(), accepted.event());
        } catch (RequestTooLargeException e) {
            result = InvocationResult.Failure.of("RequestTooLarge", e.getMessage()); // asynchronous events are as bounded
        }
        if (!(result instanceof InvocationResult.Failure failure)) {
            return;
        }
        if (threadOf(function).isShutdown()) {
            log.did(function.logicalId(), "an event that failed is lost, as the local cloud is stopping");
            return;
        }
        LambdaFunction.AsynchronousInvocation rules = function.asynchronous();
        long wait = delay.after(attempts).toMillis();
        Instant next = clock.instant().plusMillis(wait);
        if (attempts > rules.maximumRetryAttempts()) {
            giveUp(accepted, attempts, "RetriesExhausted", failure);
        } else if (next.isAfter(accepted.at().plus(rules.maximumEventAge()))) {
            giveUp(accepted, attempts, "EventAgeExceeded", failure);
        } else {
            threadOf(function).schedule(() -> attempt(accepted, attempts + 1), wait, TimeUnit.MILLISECONDS);
        }
    }

    private void giveUp(AcceptedEvent accepted, int attempts, String condition, InvocationResult.Failure failure) {
        String function = accepted.function().logicalId();
        Optional<String> queue = accepted.function().asynchronous().onFailureQueue();
        log.did(function, "gave an event up after " + attempts + " attempts (" + condition + ")"
                + queue.map(name -> ", told " + name).orElse(""));
        if (queue.isEmpty()) {
            return;
        }
        String arn = new StackLocation(account, accepted.region()).functionArn(function);
        String told = accepted.destinationRecord(arn, condition, attempts, failure, clock.instant());
        try {
            failureQueues.send(accepted.region(), queue.get(), told);
        } catch (RuntimeException e) { // whatever the queue's client throws: no caller is left who could see it
            log.did(function, "could not tell " + queue.get() + ": " + e.getMessage());
        }
    }

    private ScheduledThreadPoolExecutor threadOf(LambdaFunction function) {
        return threads.computeIfAbsent(function.logicalId(), name -> {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "events of " + name);
                thread.setDaemon(true);
                return thread;
            });
            executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            return executor;
        });
    }

    @Override
    public void close() {
        threads.values().forEach(ScheduledThreadPoolExecutor::shutdownNow);
    }
}
