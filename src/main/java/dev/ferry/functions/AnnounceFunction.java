package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.ferry.clients.EventSettings;
import dev.ferry.clients.UnavailableException;
import dev.ferry.functions.StreamRecords.UnreadableRecordException;
import dev.ferry.messaging.Announcements;
import dev.ferry.messaging.QuarantineQueue;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import dev.ferry.replication.Announcement;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.Outcome;
import dev.ferry.store.replications.BackfillRecords;
import dev.ferry.store.replications.PushRecords;
import dev.ferry.store.replications.ReplicationRecords;
import dev.ferry.store.replications.StorageClassRecords;
import jakarta.inject.Named;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * {@code announce}: a push, a deletion or a change of a storage class was recorded in the table of replications, or a
 * replication or a backfill ended there, and becomes an event on EventBridge. What no bus takes is named, and Lambda comes
 * again from the first of it; what cannot be read is quarantined.
 */
@Named("announce")
public class AnnounceFunction implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    private static final Logger LOG = Logger.getLogger(AnnounceFunction.class);
    private static final String NAME = "announce";

    private final Announcements announcements;
    private final QuarantineQueue quarantine;
    private final Regions regions;
    private final EventSettings settings;
    private final MetricLog metrics;

    public AnnounceFunction(
            Announcements announcements, QuarantineQueue quarantine, Regions regions, EventSettings settings, MetricLog metrics) {
        this.announcements = announcements;
        this.quarantine = quarantine;
        this.regions = regions;
        this.settings = settings;
        this.metrics = metrics;
    }

    /** What a record says: the events, and what is to be counted once Lambda will not bring the record again. */
    private record EventsWithMetric(List<Announcement> announcements, Runnable count) {
        EventsWithMetric(Announcement announcement, Runnable count) {
            this(List.of(announcement), count);
        }
    }

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
        Map<DynamodbStreamRecord, EventsWithMetric> events = new LinkedHashMap<>();
        Set<DynamodbStreamRecord> failed = new HashSet<>();
        for (DynamodbStreamRecord record : event.getRecords()) {
            try {
                events.put(record, eventsWithMetric(record));
            } catch (UnreadableRecordException unreadable) {
                if (!isQuarantined(record, unreadable)) {
                    failed.add(record);
                }
            }
        }
        if (!events.isEmpty()) {
            RegionName home = StreamRecords.region(event.getRecords().get(0));
            Set<String> refused = announcements.announce(
                    home, events.values().stream().flatMap(what -> what.announcements().stream()).toList());
            events.forEach((record, what) -> {
                if (what.announcements().stream().map(Announcement::id).anyMatch(refused::contains)) {
                    failed.add(record);
                }
            });
        }
        count(event, events, failed);
        return new StreamsEventResponse(event.getRecords().stream()
                .filter(failed::contains)
                .map(record -> new BatchItemFailure(record.getDynamodb().getSequenceNumber()))
                .toList());
    }

    private EventsWithMetric eventsWithMetric(DynamodbStreamRecord record) {
        return StreamRecords.read(record, item -> {
            if (PushRecords.isPush(item) || PushRecords.isDeletion(item)) {
                ImageAction action = PushRecords.action(item);
                return new EventsWithMetric(Announcement.of(action), () -> metrics.recorded(NAME, action));
            }
            if (StorageClassRecords.isStorageClassChange(item)) {
                return new EventsWithMetric(Announcement.of(StorageClassRecords.change(item)), () -> { });
            }
            if (BackfillRecords.isBackfill(item)) {
                return new EventsWithMetric(Announcement.of(BackfillRecords.backfill(item)), () -> { });
            }
            Outcome outcome = ReplicationRecords.outcome(item);
            Regions.Partition partition = regions.partitionOf(outcome.source().region()).orElseThrow();
            Announcement atDestination = Announcement.of(outcome, partition);
            return new EventsWithMetric(
                    settings.sourceEvents()
                            ? List.of(atDestination, Announcement.atSource(outcome, partition))
                            : List.of(atDestination),
                    () -> metrics.ended(NAME, outcome));
        });
    }

    private boolean isQuarantined(DynamodbStreamRecord record, UnreadableRecordException unreadable) {
        LOG.errorf(unreadable, "stream record %s cannot be announced, and is quarantined", record.getEventID());
        try {
            quarantine.send(StreamRecords.region(record), NAME, record.toString(), unreadable.getMessage());
            return true;
        } catch (UnavailableException notKept) {
            LOG.errorf(notKept, "stream record %s could not be quarantined", record.getEventID());
            return false;
        }
    }

    /** The records behind the first that failed come again, whatever became of them, and are counted then. */
    private static void count(
            DynamodbEvent event, Map<DynamodbStreamRecord, EventsWithMetric> events, Set<DynamodbStreamRecord> failed) {
        event.getRecords().stream()
                .takeWhile(record -> !failed.contains(record))
                .filter(events::containsKey)
                .forEach(record -> events.get(record).count().run());
    }
}
