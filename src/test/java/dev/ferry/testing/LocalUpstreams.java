package dev.ferry.testing;

import dev.ferry.clients.UpstreamSettings;
import java.util.Optional;

/** Upstream registries on this machine, as {@code ./ferry up} has them: with no Secrets Manager. */
public record LocalUpstreams(String text) implements UpstreamSettings {
    @Override
    public Optional<String> localUpstreams() {
        return Optional.of(text);
    }

    @Override
    public boolean secretsManager() {
        return false;
    }
}
