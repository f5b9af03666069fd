package dev.ferry.clients;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What {@code template.yaml} tells the function that sends events, in environment variables {@code FERRY_…}. */
@ConfigMapping(prefix = "ferry")
public interface EventSettings {
    /** What the events that Ferry sends name as their source. */
    @WithDefault("ferry")
    String eventSource();

    /** Whether the source of a replication is told of its end too. */
    @WithDefault("false")
    boolean sourceEvents();
}
