package dev.ferry.identity;

import dev.ferry.registry.RegionName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The access keys of the tables, remembered for {@link #LIFETIME}. So a key that was deleted may still sign requests to
 * a warm function for that long, and no longer.
 */
@ApplicationScoped
public class CachedAccessKeys implements AccessKeys {
    /** How long a deleted key may live on. */
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final int CAPACITY = 1_000;

    private record Row(RegionName region, String id) {}

    private final AccessKeyTable table;
    private final RecentReads<Row, AccessKey> recent;

    public CachedAccessKeys(AccessKeyTable table, Clock clock) {
        this.table = table;
        this.recent = new RecentReads<>(LIFETIME, CAPACITY, clock);
    }

    @Override
    public Optional<AccessKey> find(RegionName region, String id) {
        return recent.get(new Row(region, id), row -> table.find(row.region(), row.id()));
    }
}
