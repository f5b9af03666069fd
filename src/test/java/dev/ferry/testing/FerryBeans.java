package dev.ferry.testing;

import dev.ferry.clients.StackSettings;
import java.time.Clock;
import java.time.Duration;

/** The application's beans over the stack of {@code template.yaml}, as {@link dev.ferry.local.LocalAws} has it. */
public final class FerryBeans {
    private FerryBeans() {}

    public static Beans create() {
        return new Beans().with(StackSettings.class, new TemplateSettings()).with(Clock.class, Clock.systemUTC());
    }

    private static final class TemplateSettings implements StackSettings {
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
            return "111122223333";
        }

        @Override
        public Duration openTooLong() {
            return Duration.ofMinutes(15);
        }
    }
}
