package dev.ferry.local.lambda;

import dev.ferry.local.template.LambdaFunction;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Lambda's Invoke with the type Event: the event is accepted at once and tried until the function succeeds, the
 * template's number of retries is used up, or the event is too old; then the on-failure destination is told. Each
 * function has a thread of its own here, so none waits for another. What was accepted is on disk until then, and the next
 * run of the local cloud goes on with it, so an event is tried at least once, and once more if a kill comes in between.
 */
public final class AsynchronousInvocations implements AutoCloseable {
    private final Invoker invoker;
    private final String account;
    private final AcceptedEvents events;
    private final FailureQueues failureQueues;
    private final RetryDelay delay;
    private final Clock clock;
    private final LogSink log;
    private final Map<String, ScheduledThreadPoolExecutor> threads = new ConcurrentHashMap<>();

    /**
     * @param account the operator's account, which owns the functions
     * @param events  where accepted events are kept until they are done
     */
    public AsynchronousInvocations(
            Invoker invoker,
            String account,
            AcceptedEvents events,
            FailureQueues failureQueues,
            RetryDelay delay,
            Clock clock,
            LogSink log) {
        this.invoker = invoker;
        this.account = account;
        this.events = events;
        this.failureQueues = failureQueues;
        this.delay = delay;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Accepts an event, which no caller waits for. When this returns the event is on disk.
     *
     * @throws UncheckedIOException if it cannot be kept; then it is not accepted
     */
    public void invoke(LambdaFunction function, String region, byte[] event) {
        AcceptedEvent accepted =
                new AcceptedEvent(UUID.randomUUID().toString(), function, region, event, clock.instant(), 0);
        events.keep(accepted);
        threadOf(function).execute(() -> attempt(accepted));
    }

    /** Goes on with what the run before accepted for a Region's functions and did not come to the end of. */
    public void resume(String region, List<LambdaFunction> functions) {
        List<AcceptedEvent> left = events.takeUp(region, functions);
        left.forEach(event -> threadOf(event.function()).execute(() -> attempt(event)));
        if (!left.isEmpty()) {
            log.did("events", left.size() + " that were accepted before are taken up again in " + region);
        }
    }

    private void attempt(AcceptedEvent event) {
        LambdaFunction function = event.function();
        InvocationResult result;
        try {
            result = invoker.invoke(function.logicalId(), event.region(), event.event());
        } catch (RequestTooLargeException e) {
            result = InvocationResult.Failure.of("RequestTooLarge", e.getMessage()); // asynchronous events are as bounded
        }
        if (!(result instanceof InvocationResult.Failure failure)) {
            forget(event);
            return;
        }
        if (threadOf(function).isShutdown()) {
            return; // it failed because the functions were ended; the next run takes it up
        }
        AcceptedEvent failed = event.failedOnceMore();
        LambdaFunction.AsynchronousInvocation rules = function.asynchronous();
        long wait = delay.after(failed.failures()).toMillis();
        Instant next = clock.instant().plusMillis(wait);
        if (failed.failures() > rules.maximumRetryAttempts()) {
            giveUp(failed, "RetriesExhausted", failure);
        } else if (next.isAfter(failed.at().plus(rules.maximumEventAge()))) {
            giveUp(failed, "EventAgeExceeded", failure);
        } else {
            keep(failed);
            threadOf(function).schedule(() -> attempt(failed), wait, TimeUnit.MILLISECONDS);
        }
    }

    private void giveUp(AcceptedEvent event, String condition, InvocationResult.Failure failure) {
        String function = event.function().logicalId();
        Optional<String> queue = event.function().asynchronous().onFailureQueue();
        log.did(function, "gave an event up after " + event.failures() + " attempts (" + condition + ")"
                + queue.map(name -> ", told " + name).orElse(""));
        if (queue.isPresent()) {
            String arn = new StackLocation(account, event.region()).functionArn(function);
            String told = event.destinationRecord(arn, condition, failure, clock.instant());
            try {
                failureQueues.send(event.region(), queue.get(), told);
            } catch (RuntimeException e) { // whatever the queue's client throws: no caller is left who could see it
                log.did(function, "could not tell " + queue.get() + ": " + e.getMessage());
            }
        }
        forget(event);
    }

    private void keep(AcceptedEvent event) {
        try {
            events.keep(event);
        } catch (UncheckedIOException e) {
            // What was noted before stays, by which a later run would only try it once more than it has to.
            log.did(event.function().logicalId(), e.getMessage());
        }
    }

    private void forget(AcceptedEvent event) {
        try {
            events.forget(event);
        } catch (UncheckedIOException e) {
            // The next run will try it again, which is what a function has to expect of any event.
            log.did(event.function().logicalId(), e.getMessage());
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

    /**
     * Drops what was accepted, once the attempts under way have ended.
     *
     * @return whether they have by then
     */
    public boolean drop(Instant deadline) throws InterruptedException {
        List<ScheduledThreadPoolExecutor> ending = List.copyOf(threads.values());
        ending.forEach(executor -> {
            executor.shutdown();
            executor.getQueue().clear();
        });
        for (ScheduledThreadPoolExecutor executor : ending) {
            if (!executor.awaitTermination(
                    Math.max(0, Duration.between(Instant.now(), deadline).toMillis()), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        threads.values().removeAll(ending);
        events.clear();
        return true;
    }

    @Override
    public void close() {
        threads.values().forEach(ScheduledThreadPoolExecutor::shutdownNow);
    }
}
