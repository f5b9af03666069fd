package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.ferry.messaging.BackfillMessage;
import dev.ferry.registry.RegionName;
import dev.ferry.service.replication.BackfillTurns;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** {@code backfill}: carries backfills on by a turn. What fails comes again, and is given up in the end. */
@Named("backfill")
public class BackfillFunction implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private static final Logger LOG = Logger.getLogger(BackfillFunction.class);

    private final BackfillTurns turns;

    public BackfillFunction(BackfillTurns turns) {
        this.turns = turns;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSEvent.SQSMessage message : event.getRecords()) {
            try {
                BackfillMessage about = BackfillMessage.read(message.getBody())
                        .orElseThrow(() -> new IllegalArgumentException("no message about a backfill"));
                turns.carryOn(new RegionName(message.getAwsRegion()), about, Receives.of(message) > 1);
            } catch (RuntimeException failed) {
                // Whatever it was, the queue brings the message back, and counts.
                LOG.errorf(failed, "message %s failed: %s", message.getMessageId(), message.getBody());
                failures.add(new BatchItemFailure(message.getMessageId()));
            }
        }
        return new SQSBatchResponse(failures);
    }
}
