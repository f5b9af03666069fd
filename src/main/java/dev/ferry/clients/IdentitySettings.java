package dev.ferry.clients;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What {@code template.yaml} tells the functions that verify requests, in environment variables {@code FERRY_…}. */
@ConfigMapping(prefix = "ferry")
public interface IdentitySettings {
    /**
     * What the secrets of access keys are sealed with: the base64 of 32 bytes, which are in no table; while it is being
     * replaced the new one, a comma, and the old one. Without it no key can be read, so every request is refused.
     */
    Optional<String> sealingKey();

    /**
     * The Region whose requests are answered, as each Region's stack answers its own; without it, those of every Region, as
     * in the local cloud.
     */
    Optional<String> servedRegion();
}
