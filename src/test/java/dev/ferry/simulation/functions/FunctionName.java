package dev.ferry.simulation.functions;

import java.time.Duration;

/** The functions of {@code template.yaml} that take part, by their handlers' names. */
public enum FunctionName {
    API("api", Duration.ofSeconds(30)),
    PUSH("push", Duration.ofSeconds(30)),
    FAN_OUT("fan-out", Duration.ofSeconds(30)),
    ANNOUNCE("announce", Duration.ofMinutes(5)),
    REPLICATE("replicate", Duration.ofMinutes(15)),
    BACKFILL("backfill", Duration.ofMinutes(1)),
    LIFECYCLE("lifecycle", Duration.ofMinutes(15)),
    GIVE_UP("give-up", Duration.ofSeconds(30)),
    SWEEP("sweep", Duration.ofMinutes(5));

    private final String handler;
    private final Duration timeout;

    FunctionName(String handler, Duration timeout) {
        this.handler = handler;
        this.timeout = timeout;
    }

    /** When Lambda ends an invocation. */
    public Duration timeout() {
        return timeout;
    }

    /** Whether it does what owners of registries and their clients ask for; the others do what replication needs. */
    public boolean isClients() {
        return this == API || this == PUSH || this == LIFECYCLE;
    }

    @Override
    public String toString() {
        return handler;
    }
}
