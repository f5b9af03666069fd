package dev.ferry.clients;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Names that nobody else has; a test can give its own, so that what it does can be repeated. */
@ApplicationScoped
public class UniqueNames {
    public UUID next() {
        return UUID.randomUUID();
    }
}
