package dev.ferry.clients;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * What {@code template.yaml} tells the functions of the limits that keep one tenant from starving the others, in
 * environment variables {@code FERRY_…}. Each is an account's, in one Region.
 */
@ConfigMapping(prefix = "ferry")
public interface LimitSettings {
    /** How many requests a second an account may make for long. */
    @WithDefault("1000")
    int requestsPerSecond();

    /** How many it may make at once, after it made none for a while. */
    @WithDefault("10000")
    int requestBurst();

    /** How many layer uploads it may have open in a registry at the same time; a narrowed key is counted by itself. */
    @WithDefault("1000")
    int openUploads();
}
