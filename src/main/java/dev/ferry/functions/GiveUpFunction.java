package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.RegionName;
import dev.ferry.service.LogFields;
import dev.ferry.service.replication.DeadLetters;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** {@code give-up}: ends what lies in the dead letter queue as FAILED. What it cannot read stays for a person to look at. */
@Named("give-up")
public class GiveUpFunction implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private static final Logger LOG = Logger.getLogger(GiveUpFunction.class);

    private final DeadLetters deadLetters;

    public GiveUpFunction(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSEvent.SQSMessage message : event.getRecords()) {
            try {
                ReplicationMessage dead = ReplicationMessage.read(message.getBody());
                LogFields.set(dead.push(), dead.destination());
                deadLetters.giveUp(new RegionName(message.getAwsRegion()), dead);
            } catch (RuntimeException failed) {
                // The queue keeps it, counts, and sets it aside where it is not tried again.
                LOG.errorf(failed, "message %s could not be given up: %s", message.getMessageId(), message.getBody());
                failures.add(new BatchItemFailure(message.getMessageId()));
            } finally {
                LogFields.clear();
            }
        }
        return new SQSBatchResponse(failures);
    }
}
