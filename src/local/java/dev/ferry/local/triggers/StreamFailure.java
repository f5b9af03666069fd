package dev.ferry.local.triggers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** What Lambda tells the on-failure destination of a stream: not the records, but where in the stream to find them. */
record StreamFailure(
        String functionArn, String streamArn, String shard, List<StreamRecord> batch, String condition, int attempts) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String json(Instant now) {
        StreamRecord first = batch.get(0);
        StreamRecord last = batch.get(batch.size() - 1);
        ObjectNode failure = JSON.createObjectNode();
        failure.putObject("requestContext")
                .put("requestId", UUID.randomUUID().toString())
                .put("functionArn", functionArn)
                .put("condition", condition)
                .put("approximateInvokeCount", attempts);
        failure.putObject("responseContext")
                .put("statusCode", 200)
                .put("executedVersion", "$LATEST")
                .put("functionError", "Unhandled");
        failure.put("version", "1.0");
        failure.put("timestamp", now.truncatedTo(ChronoUnit.MILLIS).toString());
        failure.putObject("DDBStreamBatchInfo")
                .put("shardId", shard)
                .put("startSequenceNumber", first.identifier())
                .put("endSequenceNumber", last.identifier())
                .put("approximateArrivalOfFirstRecord", first.at().toString())
                .put("approximateArrivalOfLastRecord", last.at().toString())
                .put("batchSize", batch.size())
                .put("streamArn", streamArn);
        return failure.toString();
    }
}
