package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.messaging.LifecycleMessage;
import dev.ferry.registry.RegionName;
import dev.ferry.service.lifecycle.LifecyclePreviews;
import dev.ferry.service.lifecycle.LifecycleTurns;
import dev.ferry.service.lifecycle.LifecycleWalk;
import jakarta.inject.Named;
import org.jboss.logging.Logger;

/**
 * {@code lifecycle}: has the lifecycle policies of its Region evaluated when the schedule says so, and takes a turn of that
 * for each message of its queue. What fails comes again.
 */
@Named("lifecycle")
public class LifecycleFunction implements RequestHandler<JsonNode, JsonNode> {
    private static final Logger LOG = Logger.getLogger(LifecycleFunction.class);

    private final LifecycleWalk walk;
    private final LifecycleTurns turns;
    private final LifecyclePreviews previews;

    public LifecycleFunction(LifecycleWalk walk, LifecycleTurns turns, LifecyclePreviews previews) {
        this.walk = walk;
        this.turns = turns;
        this.previews = previews;
    }

    @Override
    public JsonNode handleRequest(JsonNode event, Context context) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode failures = answer.putArray("batchItemFailures");
        if (event.has("Records")) {
            event.get("Records").forEach(record -> handle(record, failures));
        } else {
            walk.start(new RegionName(event.path("region").asText()));
        }
        return answer;
    }

    private void handle(JsonNode record, ArrayNode failures) {
        try {
            LifecycleMessage message = LifecycleMessage.read(record.path("body").asText())
                    .orElseThrow(() -> new IllegalArgumentException("no message about lifecycle policies"));
            handle(new RegionName(record.path("awsRegion").asText()), message);
        } catch (RuntimeException failed) {
            // Whatever it was, the queue brings the message back, and counts.
            LOG.errorf(failed, "message %s failed: %s", record.path("messageId").asText(), record.path("body").asText());
            failures.addObject().put("itemIdentifier", record.path("messageId").asText());
        }
    }

    private void handle(RegionName region, LifecycleMessage message) {
        if (message instanceof LifecycleMessage.Policies policies) {
            walk.goOn(region, policies);
        } else if (message instanceof LifecycleMessage.Turn turn) {
            turns.take(region, turn);
        } else if (message instanceof LifecycleMessage.Preview preview) {
            previews.complete(region, preview);
        }
    }
}
