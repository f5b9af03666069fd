package dev.ferry.store;

import dev.ferry.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Whose pulls are not recorded with a registry's images, in the table {@code settings} of its Region. */
@ApplicationScoped
public class PullTimeExclusions {
    private static final String PREFIX = "pull-time-exclusion#";

    private final Tables tables;
    private final CountedSettings counted;

    public PullTimeExclusions(Tables tables) {
        this.tables = tables;
        this.counted = new CountedSettings(tables, PREFIX);
    }

    /**
     * The ARNs of those who are excluded, sorted. They are read as the stream is.
     *
     * @param after the one behind which they start; empty for all of them
     */
    public Stream<String> of(Registry registry, Optional<String> after) {
        return SettingsTable.settings(
                        tables, registry.region(), registry.account(), PREFIX, after.map(arn -> key(registry, arn)))
                .map(item -> Attributes.string(item, "setting").substring(PREFIX.length()));
    }

    /**
     * Excludes a principal.
     *
     * @param most    how many of a registry may be excluded
     * @param exists  what to say when it is excluded
     * @param tooMany what to say when there are this many
     */
    public void add(
            Registry registry, String principalArn, Instant now, int most, Supplier<? extends RuntimeException> exists,
            Supplier<? extends RuntimeException> tooMany) {
        counted.add(registry, key(registry, principalArn), Map.of("createdAt", Attributes.time(now)), most, exists, tooMany);
    }

    /** Excludes a principal no more; false if it was not. */
    public boolean remove(Registry registry, String principalArn) {
        return counted.remove(registry, key(registry, principalArn)).isPresent();
    }

    private static ItemKey key(Registry registry, String principalArn) {
        return SettingsTable.key(registry.account(), PREFIX + principalArn);
    }
}
