package dev.ferry.functions;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** Runs one of the functions, as {@code QUARKUS_LAMBDA_HANDLER} does in the template. */
public abstract class Handler implements QuarkusTestProfile {
    private final String name;

    Handler(String name) {
        this.name = name;
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("quarkus.lambda.handler", name);
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(LocalAwsResource.class));
    }

    public static final class Api extends Handler {
        public Api() {
            super("api");
        }
    }

    public static final class Distribution extends Handler {
        public Distribution() {
            super("distribution");
        }
    }

    public static final class Push extends Handler {
        public Push() {
            super("push");
        }
    }

    public static final class FanOut extends Handler {
        public FanOut() {
            super("fan-out");
        }
    }

    public static final class Replicate extends Handler {
        public Replicate() {
            super("replicate");
        }
    }

    public static final class GiveUp extends Handler {
        public GiveUp() {
            super("give-up");
        }
    }

    public static final class Sweep extends Handler {
        public Sweep() {
            super("sweep");
        }
    }

    public static final class Announce extends Handler {
        public Announce() {
            super("announce");
        }
    }
}
