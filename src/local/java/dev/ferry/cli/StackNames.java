package dev.ferry.cli;

import dev.ferry.clients.StackSettings;
import java.time.Duration;

/** The names of a stack's tables, buckets and queues, as {@code template.yaml} makes them of its prefix. */
record StackNames(String prefix, String operatorAccount) implements StackSettings {
    @Override
    public String tablePrefix() {
        return prefix;
    }

    @Override
    public String bucketPrefix() {
        return prefix + "-layers-" + operatorAccount;
    }

    @Override
    public String queuePrefix() {
        return prefix;
    }

    @Override
    public Duration openTooLong() {
        return Duration.ofMinutes(15);
    }
}
