package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamViewType;
import dev.ferry.functions.StreamRecords.UnreadableRecordException;
import dev.ferry.messaging.QuarantineQueue;
import dev.ferry.replication.ImageAction;
import dev.ferry.service.LogFields;
import dev.ferry.service.replication.FanOut;
import dev.ferry.store.replications.PushRecords;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Named;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * {@code fan-out}: a push or a deletion was inserted into the table of replications. A stream is in order, so the first record that
 * fails is named, and Lambda comes again from there; one that cannot be read is quarantined.
 */
@Named("fan-out")
@RegisterForReflection(targets = StreamViewType.class) // a record's second setter takes it, and Quarkus sees the first
public class FanOutFunction implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    private static final Logger LOG = Logger.getLogger(FanOutFunction.class);

    private final FanOut fanOut;
    private final QuarantineQueue quarantine;

    public FanOutFunction(FanOut fanOut, QuarantineQueue quarantine) {
        this.fanOut = fanOut;
        this.quarantine = quarantine;
    }

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
        for (DynamodbEvent.DynamodbStreamRecord record : event.getRecords()) {
            try {
                fanOut(record);
            } catch (RuntimeException failed) {
                // Whatever it was, the records behind this one must wait for it, and Lambda decides how often.
                LOG.errorf(failed, "what is in stream record %s was not fanned out", record.getEventID());
                return new StreamsEventResponse(List.of(new BatchItemFailure(record.getDynamodb().getSequenceNumber())));
            } finally {
                LogFields.clear();
            }
        }
        return new StreamsEventResponse(List.of());
    }

    private void fanOut(DynamodbEvent.DynamodbStreamRecord record) {
        ImageAction action;
        try {
            action = StreamRecords.read(record, PushRecords::action);
        } catch (UnreadableRecordException unreadable) {
            LOG.errorf(unreadable, "stream record %s is quarantined", record.getEventID());
            quarantine.send(StreamRecords.region(record), "fan-out", record.toString(), unreadable.getMessage());
            return;
        }
        LogFields.set(action.id());
        fanOut.fanOut(action);
    }
}
