package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.ferry.messaging.BackfillMessage;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.RegionName;
import dev.ferry.service.LogFields;
import dev.ferry.service.replication.BackfillTurns;
import dev.ferry.service.replication.DeadLetters;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** {@code give-up}: ends what lies in the dead letter queue as FAILED. What it cannot read stays for a person to look at. */
@Named("give-up")
public class GiveUpFunction implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private static final Logger LOG = Logger.getLogger(GiveUpFunction.class);

    private final DeadLetters deadLetters;
    private final BackfillTurns backfills;

    public GiveUpFunction(DeadLetters deadLetters, BackfillTurns backfills) {
        this.deadLetters = deadLetters;
        this.backfills = backfills;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSEvent.SQSMessage message : event.getRecords()) {
            try {
                giveUp(new RegionName(message.getAwsRegion()), message.getBody());
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

    private void giveUp(RegionName region, String body) {
        Optional<BackfillMessage> backfill = BackfillMessage.read(body);
        if (backfill.isPresent()) {
            boolean ended = backfills.giveUp(region, backfill.get());
            LOG.warnf("%s given up: %s", backfill.get(), ended ? "it FAILED" : "it has gone on meanwhile");
        } else {
            ReplicationMessage dead = ReplicationMessage.read(body);
            LogFields.set(dead.push(), dead.destination());
            deadLetters.giveUp(region, dead);
        }
    }
}
