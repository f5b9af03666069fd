package dev.ferry.local.triggers;

import dev.ferry.local.lambda.AsynchronousInvocations;
import dev.ferry.local.lambda.LogSink;
import dev.ferry.local.lambda.StackLocation;
import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.Trigger;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An EventBridge rule with a rate: its function is invoked first after one interval, and then again and again. */
final class ScheduleTrigger implements AutoCloseable {
    private final ScheduledFuture<?> ticks;
    private boolean closed;

    /** @param timer whose thread only hands the event over */
    ScheduleTrigger(
            Trigger.Schedule trigger,
            LambdaFunction function,
            StackLocation location,
            AsynchronousInvocations invocations,
            ScheduledExecutorService timer,
            Clock clock,
            LogSink log) {
        long interval = trigger.rate().toMillis();
        Runnable invocation = () -> {
            try {
                invocations.invoke(
                        function,
                        location.region(),
                        new ScheduledEvent(location, function.logicalId(), clock.instant()).json());
            } catch (UncheckedIOException e) { // thrown on, it would be the last tick
                log.did(function.logicalId(), e.getMessage());
            }
        };
        this.ticks = timer.scheduleAtFixedRate(() -> tick(invocation), interval, interval, TimeUnit.MILLISECONDS);
    }

    private synchronized void tick(Runnable invocation) {
        if (!closed) {
            invocation.run();
        }
    }

    /** When this returns no event is handed over any more. */
    @Override
    public synchronized void close() {
        closed = true;
        ticks.cancel(false);
    }
}
