package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ferry.registry.RegionName;
import dev.ferry.service.LogFields;
import dev.ferry.service.replication.OpenReplications;
import dev.ferry.service.replication.Sweep;
import jakarta.inject.Named;

/** {@code sweep}: takes up what is open for too long in the Region of the schedule's event, and measures what is open. */
@Named("sweep")
public class SweepFunction implements RequestHandler<JsonNode, JsonNode> {
    private final Sweep sweep;
    private final OpenReplications open;
    private final MetricLog metrics;

    public SweepFunction(Sweep sweep, OpenReplications open, MetricLog metrics) {
        this.sweep = sweep;
        this.open = open;
        this.metrics = metrics;
    }

    @Override
    public JsonNode handleRequest(JsonNode event, Context context) {
        RegionName region = new RegionName(event.path("region").asText());
        int takenUp = takenUp(region);
        metrics.open("sweep", region, open.measure(region));
        return JsonNodeFactory.instance.objectNode().put("takenUp", takenUp);
    }

    private int takenUp(RegionName region) {
        try {
            return sweep.sweep(region);
        } finally {
            LogFields.clear();
        }
    }
}
