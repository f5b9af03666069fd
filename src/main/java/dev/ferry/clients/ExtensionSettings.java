package dev.ferry.clients;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What {@code template.yaml} tells the functions of what goes beyond ECR, in environment variables {@code FERRY_…}. */
@ConfigMapping(prefix = "ferry")
public interface ExtensionSettings {
    /** Whether a replication rule may have filters of kinds that ECR does not know. */
    @WithDefault("false")
    boolean replicationExtensions();
}
