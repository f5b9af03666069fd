package dev.ferry.testing;

import dev.ferry.clients.StackSettings;
import dev.ferry.local.TestServices;
import java.time.Duration;

/** The names in {@code template.yaml}, as the tests' services have them. */
public record TemplateSettings() implements StackSettings {
    @Override
    public String tablePrefix() {
        return "ferry";
    }

    @Override
    public String bucketPrefix() {
        return "ferry-layers-" + operatorAccount();
    }

    @Override
    public String queuePrefix() {
        return "ferry";
    }

    @Override
    public String operatorAccount() {
        return TestServices.OPERATOR_ACCOUNT;
    }

    @Override
    public Duration openTooLong() {
        return Duration.ofMinutes(15);
    }

    @Override
    public String eventSource() {
        return "ferry";
    }
}
