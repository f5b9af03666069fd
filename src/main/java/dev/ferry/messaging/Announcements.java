package dev.ferry.messaging;

import dev.ferry.clients.AwsClients;
import dev.ferry.clients.EventSettings;
import dev.ferry.registry.RegionName;
import dev.ferry.replication.Announcement;
import dev.ferry.replication.EventSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * Puts events on EventBridge, each on the default bus of the Region in which it happened. A Region that cannot be reached
 * must not hold up the events of the others, so its events go on the bus of the Region that was pushed to.
 */
@ApplicationScoped
public class Announcements {
    private static final Logger LOG = Logger.getLogger(Announcements.class);
    /** EventBridge takes no more entries in one call. */
    private static final int MAX_ENTRIES = 10;

    private final AwsClients clients;
    private final EventSource source;

    public Announcements(AwsClients clients, EventSettings events) {
        this.clients = clients;
        this.source = new EventSource(events.eventSource());
    }

    /**
     * Puts them on their buses; repeating it does no harm to a consumer who heeds the ids.
     *
     * @param home the Region that was pushed to
     * @return the ids of those that no bus took, to be tried again
     */
    public Set<String> announce(RegionName home, List<Announcement> announcements) {
        Map<RegionName, List<Announcement>> byRegion = announcements.stream()
                .collect(Collectors.groupingBy(Announcement::region, LinkedHashMap::new, Collectors.toList()));
        Set<String> refused = new HashSet<>();
        byRegion.forEach((region, ofRegion) -> refused.addAll(announce(home, region, ofRegion)));
        return refused;
    }

    private Set<String> announce(RegionName home, RegionName bus, List<Announcement> announcements) {
        Set<String> refused = new HashSet<>();
        for (int from = 0; from < announcements.size(); from += MAX_ENTRIES) {
            List<Announcement> batch =
                    announcements.subList(from, Math.min(from + MAX_ENTRIES, announcements.size()));
            try {
                refused.addAll(put(bus, batch));
            } catch (SdkException unreachable) {
                LOG.warnf(unreachable, "the event bus of %s took none of %d events", bus, batch.size());
                if (!bus.equals(home)) {
                    refused.addAll(announce(home, home, announcements.subList(from, announcements.size())));
                    return refused;
                }
                batch.forEach(announcement -> refused.add(announcement.id()));
            }
        }
        return refused;
    }

    private Set<String> put(RegionName bus, List<Announcement> batch) {
        PutEventsResponse answer = clients.eventBridge(bus).putEvents(put -> put.entries(batch.stream()
                .map(announcement -> PutEventsRequestEntry.builder()
                        .source(source.value())
                        .detailType(announcement.detailType())
                        .time(announcement.time())
                        .resources(announcement.resources())
                        .detail(announcement.detail())
                        .build())
                .toList()));
        Set<String> refused = new HashSet<>();
        if (answer.failedEntryCount() > 0) {
            for (int index = 0; index < batch.size(); index++) {
                PutEventsResultEntry result = answer.entries().get(index);
                if (result.errorCode() != null) {
                    LOG.warnf("the event bus of %s did not take the event %s: %s: %s", bus, batch.get(index).id(),
                            result.errorCode(), result.errorMessage());
                    refused.add(batch.get(index).id());
                }
            }
        }
        return refused;
    }
}
