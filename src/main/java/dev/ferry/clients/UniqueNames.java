package dev.ferry.clients;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.function.Supplier;

/** Names that nobody else has, for whatever asks for a {@code Supplier<UUID>}; tests give their own. */
@Singleton
public class UniqueNames {
    @Produces
    @Singleton
    Supplier<UUID> uniqueNames() {
        return UUID::randomUUID;
    }
}
