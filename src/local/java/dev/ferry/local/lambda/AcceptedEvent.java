package dev.ferry.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ferry.local.template.LambdaFunction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An event that Lambda took on for a function, to be tried until it is handled or given up.
 *
 * @param failures how many attempts have failed by now
 */
record AcceptedEvent(
        String requestId, LambdaFunction function, String region, byte[] event, Instant at, int failures) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The same after one more attempt that failed. */
    AcceptedEvent failedOnceMore() {
        return new AcceptedEvent(requestId, function, region, event, at, failures + 1);
    }

    /** What Lambda sends to the destination of a failed asynchronous invocation. */
    String destinationRecord(
            String functionArn, String condition, InvocationResult.Failure failure, Instant now) {
        ObjectNode sent = JSON.createObjectNode();
        sent.put("version", "1.0");
        sent.put("timestamp", now.truncatedTo(ChronoUnit.MILLIS).toString());
        sent.putObject("requestContext")
                .put("requestId", requestId)
                .put("functionArn", functionArn + ":$LATEST")
                .put("condition", condition)
                .put("approximateInvokeCount", failures);
        sent.set("requestPayload", tree(event));
        sent.putObject("responseContext")
                .put("statusCode", 200)
                .put("executedVersion", "$LATEST")
                .put("functionError", "Unhandled");
        sent.set("responsePayload", tree(failure.payload()));
        return sent.toString();
    }

    /** JSON as it is; what is none, as text. */
    private static JsonNode tree(byte[] payload) {
        try {
            return JSON.readTree(payload);
        } catch (IOException e) {
            return TextNode.valueOf(new String(payload, StandardCharsets.UTF_8));
        }
    }
}
