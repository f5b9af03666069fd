package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ferry.registry.RegionName;
import dev.ferry.service.Sweep;
import jakarta.inject.Named;

/** {@code sweep}: takes up what is open for too long in the Region of the schedule's event. */
@Named("sweep")
public class SweepFunction implements RequestHandler<JsonNode, JsonNode> {
    private final Sweep sweep;

    public SweepFunction(Sweep sweep) {
        this.sweep = sweep;
    }

    @Override
    public JsonNode handleRequest(JsonNode event, Context context) {
        int takenUp = sweep.sweep(new RegionName(event.path("region").asText()));
        return JsonNodeFactory.instance.objectNode().put("takenUp", takenUp);
    }
}
