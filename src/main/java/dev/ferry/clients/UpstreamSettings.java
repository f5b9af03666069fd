package dev.ferry.clients;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** What the local cloud tells the functions that pull through caches; {@code template.yaml} sets nothing of it. */
@ConfigMapping(prefix = "ferry")
public interface UpstreamSettings {
    /**
     * Registries on this machine that stand for upstream ones: {@code registry.k8s.io=http://127.0.0.1:5000}, several with
     * commas between. Each has to be on a loopback address.
     */
    Optional<String> localUpstreams();

    /** Whether there is a Secrets Manager to ask for the secrets of rules. */
    @WithDefault("true")
    boolean secretsManager();
}
