package dev.ferry.local.triggers;

import dev.ferry.local.lambda.AsynchronousInvocations;
import dev.ferry.local.lambda.StackLocation;
import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.Trigger;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An EventBridge rule with a rate: its function is invoked first after one interval, and then again and again. */
final class ScheduleTrigger implements AutoCloseable {
    private final ScheduledFuture<?> ticks;

    /** @param timer whose thread only hands the event over */
    ScheduleTrigger(
            Trigger.Schedule trigger,
            LambdaFunction function,
            StackLocation location,
            AsynchronousInvocations invocations,
            ScheduledExecutorService timer,
            Clock clock) {
        long interval = trigger.rate().toMillis();
        this.ticks = timer.scheduleAtFixedRate(
                () -> invocations.invoke(
                        function,
                        location.region(),
                        new ScheduledEvent(location, function.logicalId(), clock.instant()).json()),
                interval,
                interval,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        ticks.cancel(false);
    }
}
