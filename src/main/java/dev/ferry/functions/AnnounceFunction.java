package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.ferry.functions.StreamRecords.UnreadableRecordException;
import dev.ferry.messaging.Announcements;
import dev.ferry.messaging.QuarantineQueue;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import dev.ferry.replication.Announcement;
import dev.ferry.replication.Outcome;
import dev.ferry.replication.Push;
import dev.ferry.store.replications.PushRecords;
import dev.ferry.store.replications.ReplicationRecords;
import jakarta.inject.Named;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * {@code announce}: a push was recorded in the table of replications, or a replication ended there, and becomes an event on
 * EventBridge. What no bus takes is named, and Lambda comes again from the first of it; what cannot be read is set aside.
 */
@Named("announce")
public class AnnounceFunction implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    private static final Logger LOG = Logger.getLogger(AnnounceFunction.class);
    private static final String NAME = "announce";

    private final Announcements announcements;
    private final QuarantineQueue setAside;
    private final Regions regions;
    private final MetricLog metrics;

    public AnnounceFunction(Announcements announcements, QuarantineQueue setAside, Regions regions, MetricLog metrics) {
        this.announcements = announcements;
        this.setAside = setAside;
        this.regions = regions;
        this.metrics = metrics;
    }

    /** What a record says: the event, and what is to be counted once Lambda will not bring the record again. */
    private record Told(Announcement announcement, Runnable count) {}

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
        Map<DynamodbStreamRecord, Told> told = new LinkedHashMap<>();
        Set<DynamodbStreamRecord> failed = new HashSet<>();
        for (DynamodbStreamRecord record : event.getRecords()) {
            try {
                told.put(record, told(record));
            } catch (UnreadableRecordException unreadable) {
                if (!isSetAside(record, unreadable)) {
                    failed.add(record);
                }
            }
        }
        if (!told.isEmpty()) {
            RegionName home = StreamRecords.region(event.getRecords().get(0));
            Set<String> refused =
                    announcements.announce(home, told.values().stream().map(Told::announcement).toList());
            told.forEach((record, what) -> {
                if (refused.contains(what.announcement().id())) {
                    failed.add(record);
                }
            });
        }
        count(event, told, failed);
        return new StreamsEventResponse(event.getRecords().stream()
                .filter(failed::contains)
                .map(record -> new BatchItemFailure(record.getDynamodb().getSequenceNumber()))
                .toList());
    }

    private Told told(DynamodbStreamRecord record) {
        return StreamRecords.read(record, item -> {
            if (PushRecords.isPush(item)) {
                Push push = PushRecords.push(item);
                return new Told(Announcement.of(push), () -> metrics.pushed(NAME, push));
            }
            Outcome outcome = ReplicationRecords.outcome(item);
            Regions.Partition partition = regions.partitionOf(outcome.source().region()).orElseThrow();
            return new Told(Announcement.of(outcome, partition), () -> metrics.ended(NAME, outcome));
        });
    }

    private boolean isSetAside(DynamodbStreamRecord record, UnreadableRecordException unreadable) {
        LOG.errorf(unreadable, "stream record %s cannot be announced, and is set aside", record.getEventID());
        try {
            setAside.keep(StreamRecords.region(record), NAME, record.toString(), unreadable.getMessage());
            return true;
        } catch (SdkException notKept) {
            LOG.errorf(notKept, "stream record %s could not be set aside", record.getEventID());
            return false;
        }
    }

    /** The records behind the first that failed come again, whatever became of them, and are counted then. */
    private static void count(
            DynamodbEvent event, Map<DynamodbStreamRecord, Told> told, Set<DynamodbStreamRecord> failed) {
        event.getRecords().stream()
                .takeWhile(record -> !failed.contains(record))
                .filter(told::containsKey)
                .forEach(record -> told.get(record).count().run());
    }
}
