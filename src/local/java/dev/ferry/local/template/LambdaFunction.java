package dev.ferry.local.template;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An {@code AWS::Serverless::Function} with the globals merged in.
 *
 * @param handler         what the runtime calls, {@code class::method}
 * @param memoryMegabytes what Lambda would give it
 * @param asynchronous    how often an asynchronous event is tried, and where it goes that fails
 */
public record LambdaFunction(
        String logicalId,
        String handler,
        Map<String, String> environment,
        int memoryMegabytes,
        Duration timeout,
        List<Trigger> triggers,
        AsynchronousInvocation asynchronous) {

    public LambdaFunction {
        environment = Map.copyOf(environment);
        triggers = List.copyOf(triggers);
    }

    /** Whether a client waits for what it answers. */
    public boolean isBehindHttp() {
        return triggers.stream().anyMatch(Trigger.HttpRoute.class::isInstance);
    }

    /** @param onFailureQueue the name of the queue that takes what failed every try */
    public record AsynchronousInvocation(
            int maximumRetryAttempts, Duration maximumEventAge, Optional<String> onFailureQueue) {}
}
