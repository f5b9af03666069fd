package dev.ferry.service.replication;

import dev.ferry.registry.RegionName;
import dev.ferry.store.replications.OpenItems;
import dev.ferry.store.replications.OpenItems.OpenItem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How much is under way in a Region, whether or not it has been for too long. */
@ApplicationScoped
public class OpenReplications {
    private final OpenItems openItems;
    private final Clock clock;

    public OpenReplications(OpenItems openItems, Clock clock) {
        this.openItems = openItems;
        this.clock = clock;
    }

    /**
     * @param count  replications that have not ended
     * @param oldest how long ago that was pushed which has been waiting the longest, be it for its replications to be opened
     */
    public record Measured(long count, Optional<Duration> oldest) {}

    public Measured measure(RegionName region) {
        Instant now = clock.instant();
        List<OpenItem> open = openItems.openBefore(region, now).toList();
        return new Measured(
                open.stream().filter(item -> item.destination().isPresent()).count(),
                open.stream().map(item -> item.push().time()).min(Instant::compareTo)
                        .map(pushed -> pushed.isAfter(now) ? Duration.ZERO : Duration.between(pushed, now)));
    }
}
