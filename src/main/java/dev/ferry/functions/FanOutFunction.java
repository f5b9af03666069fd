package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamViewType;
import dev.ferry.service.FanOut;
import dev.ferry.store.ReplicationsTable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Named;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * {@code fan-out}: a push was inserted into the table of replications. A stream is in order, so the first record that
 * fails is named, and Lambda comes again from there.
 */
@Named("fan-out")
@RegisterForReflection(targets = StreamViewType.class) // a record's second setter takes it, and Quarkus sees the first
public class FanOutFunction implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    private static final Logger LOG = Logger.getLogger(FanOutFunction.class);

    private final FanOut fanOut;

    public FanOutFunction(FanOut fanOut) {
        this.fanOut = fanOut;
    }

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
        for (DynamodbEvent.DynamodbStreamRecord record : event.getRecords()) {
            try {
                fanOut.fanOut(ReplicationsTable.push(StreamRecords.item(record.getDynamodb().getNewImage())));
            } catch (RuntimeException failed) {
                // Whatever it was, the records behind this one must wait for it, and Lambda decides how often.
                LOG.errorf(failed, "the push in stream record %s was not fanned out", record.getEventID());
                return new StreamsEventResponse(List.of(new BatchItemFailure(record.getDynamodb().getSequenceNumber())));
            }
        }
        return new StreamsEventResponse(List.of());
    }
}
