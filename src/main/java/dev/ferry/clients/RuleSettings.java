package dev.ferry.clients;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What {@code template.yaml} tells the functions of replication rules, in environment variables {@code FERRY_…}. */
@ConfigMapping(prefix = "ferry")
public interface RuleSettings {
    /** How many rules a replication configuration may have; at most 25 (ECR API, {@code ReplicationRuleList}). */
    @WithDefault("10")
    int replicationRules();
}
