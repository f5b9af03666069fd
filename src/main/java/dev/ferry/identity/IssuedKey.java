package dev.ferry.identity;

import dev.ferry.registry.AccountId;
import java.time.Instant;
import java.util.Optional;

/**
 * An access key as it is listed: all but its secret.
 *
 * @param description what its owner wants to know it by, or the empty string
 * @param policy      what it is narrowed to, as it was given
 * @param createdAt   empty for the local cloud's own keys, which come and go with their accounts
 */
public record IssuedKey(
        String id,
        AccountId account,
        String principalArn,
        String description,
        Optional<String> policy,
        Optional<Instant> createdAt) {}
