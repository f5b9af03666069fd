package dev.ferry.store;

import dev.ferry.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whose pulls are not recorded with a registry's images, in the table {@code settings} of its Region. */
@ApplicationScoped
public class PullTimeExclusions {
    private static final String PREFIX = "pull-time-exclusion#";

    private final Tables tables;

    public PullTimeExclusions(Tables tables) {
        this.tables = tables;
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

    /** Excludes a principal; false if it was. */
    public boolean add(Registry registry, String principalArn, Instant now) {
        return SettingsTable.conditionally(() -> tables.in(registry.region()).putItem(put -> put.tableName(tables.name(SettingsTable.TABLE))
                .item(key(registry, principalArn).item(Map.of("createdAt", Attributes.time(now))))
                .conditionExpression("attribute_not_exists(setting)")));
    }

    /** Excludes a principal no more; false if it was not. */
    public boolean remove(Registry registry, String principalArn) {
        return SettingsTable.conditionally(() -> tables.in(registry.region()).deleteItem(delete -> delete.tableName(tables.name(SettingsTable.TABLE))
                .key(key(registry, principalArn).key())
                .conditionExpression("attribute_exists(setting)")));
    }

    private static ItemKey key(Registry registry, String principalArn) {
        return SettingsTable.key(registry.account(), PREFIX + principalArn);
    }
}
