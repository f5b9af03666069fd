package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.RegionName;
import dev.ferry.service.LogFields;
import dev.ferry.service.replication.ReplicationRetry;
import dev.ferry.service.replication.Replicator;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** {@code replicate}: brings one push to one destination. What fails is tried again later and later, and in the end given up. */
@Named("replicate")
public class ReplicateFunction implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private static final Logger LOG = Logger.getLogger(ReplicateFunction.class);

    private final Replicator replicator;
    private final ReplicationRetry retry;
    private final MetricLog metrics;

    public ReplicateFunction(Replicator replicator, ReplicationRetry retry, MetricLog metrics) {
        this.replicator = replicator;
        this.retry = retry;
        this.metrics = metrics;
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSEvent.SQSMessage message : event.getRecords()) {
            RegionName source = new RegionName(message.getAwsRegion());
            try {
                replicate(source, ReplicationMessage.read(message.getBody()));
            } catch (RuntimeException failed) {
                // Whatever it was, the queue brings the message back, and counts.
                LOG.errorf(failed, "message %s failed: %s", message.getMessageId(), message.getBody());
                retry.later(source, message.getBody(), message.getReceiptHandle(), Receives.of(message), failed);
                failures.add(new BatchItemFailure(message.getMessageId()));
            } finally {
                LogFields.clear();
            }
        }
        return new SQSBatchResponse(failures);
    }

    private void replicate(RegionName source, ReplicationMessage message) {
        LogFields.set(message.push(), message.destination());
        try {
            replicator.replicate(source, message);
        } catch (RuntimeException failed) {
            metrics.retried("replicate", source, message);
            throw failed;
        }
    }
}
