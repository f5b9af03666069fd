package dev.ferry.registry.lifecycle;

import java.time.Instant;
import java.util.Optional;

/**
 * The lifecycle policy of a repository.
 *
 * @param text        as it was put, a {@link LifecyclePolicy}
 * @param evaluatedAt when all that it takes had been taken last; empty if it never was
 */
public record StoredLifecyclePolicy(String text, Optional<Instant> evaluatedAt) {

    /** What the text says. */
    public LifecyclePolicy policy() {
        return LifecyclePolicy.parse(text);
    }
}
