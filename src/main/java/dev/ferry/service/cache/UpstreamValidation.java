package dev.ferry.service.cache;

import dev.ferry.registry.PullThroughCacheRule;
import dev.ferry.registry.Registry;
import dev.ferry.registry.UpstreamException;
import dev.ferry.upstream.Upstreams;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Whether a rule's upstream registry lets the rule's credential in. */
@ApplicationScoped
public class UpstreamValidation {
    private final Upstreams upstreams;

    public UpstreamValidation(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    /** Why it does not; empty if it does. */
    public Optional<String> failure(Registry registry, PullThroughCacheRule rule) {
        try {
            upstreams.repository(registry, rule, "").requireAccess();
            return Optional.empty();
        } catch (UpstreamException refused) {
            return Optional.of(refused.getMessage());
        }
    }
}
