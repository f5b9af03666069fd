package dev.ferry.service.replication;

import dev.ferry.registry.RegionName;
import dev.ferry.store.replications.OpenItems;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

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
        return openItems.openBefore(region, now).collect(Collectors.teeing(
                Collectors.filtering(item -> item.destination().isPresent(), Collectors.counting()),
                Collectors.mapping(item -> item.push().time(), Collectors.minBy(Instant::compareTo)),
                (count, oldest) -> new Measured(
                        count,
                        oldest.map(pushed -> pushed.isAfter(now) ? Duration.ZERO : Duration.between(pushed, now)))));
    }
}
