package dev.ferry.testing;

import dev.ferry.clients.UpstreamSettings;
import java.util.Optional;

/** Upstream registries on this machine. */
public record LocalUpstreams(String text, boolean secretsManager) implements UpstreamSettings {
    /** As {@code ./ferry up} has them: with no Secrets Manager. */
    public LocalUpstreams(String text) {
        this(text, false);
    }

    @Override
    public Optional<String> localUpstreams() {
        return Optional.of(text);
    }
}
