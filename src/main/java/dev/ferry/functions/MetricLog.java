package dev.ferry.functions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.Outcome;
import dev.ferry.replication.PushId;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.service.replication.OpenReplications;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Measurements for CloudWatch, in the namespace {@code Ferry}: a function prints a line, and CloudWatch Logs makes metrics
 * of it (CloudWatch user guide, "Specification: Embedded metric format"). The line has to be the JSON document and nothing
 * else, so it is printed, not logged.
 */
@ApplicationScoped
public class MetricLog {
    private static final String NAMESPACE = "Ferry";
    private static final String REGION = "Region";
    private static final String FUNCTION = "Function";

    private final Clock clock;
    private final Consumer<String> out;

    @Inject
    public MetricLog(Clock clock) {
        this(clock, line -> System.out.println(line));
    }

    /** @param out takes each line */
    public MetricLog(Clock clock, Consumer<String> out) {
        this.clock = clock;
        this.out = out;
    }

    void recorded(String function, ImageAction action) {
        Metric metric = action.type() == ImageAction.Type.PUSH ? Metric.PUSHED : Metric.DELETED;
        print(action.registry().region(), function, Map.of(metric, 1L), Map.of("pushId", action.id().value()));
    }

    void ended(String function, Outcome outcome) {
        Map<String, String> about = new HashMap<>(about(outcome.push(), outcome.destination()));
        Map<Metric, Long> values = new EnumMap<>(Metric.class);
        if (outcome.end() instanceof Failed failed) {
            about.put("failureCode", failed.code().code());
            values.put(Metric.REPLICATIONS_FAILED, 1L);
        } else if (outcome.action() == ImageAction.Type.DELETE) {
            values.put(Metric.DELETIONS_COMPLETED, 1L);
        } else {
            values.put(Metric.REPLICATIONS_COMPLETED, 1L);
            values.put(Metric.REPLICATION_LAG, outcome.lag().toMillis());
        }
        print(outcome.source().region(), function, values, about);
    }

    void retried(String function, RegionName source, ReplicationMessage message) {
        print(source, function, Map.of(Metric.REPLICATIONS_RETRIED, 1L), about(message.push(), message.destination()));
    }

    void open(String function, RegionName region, OpenReplications.Measured measured) {
        print(region, function,
                Map.of(Metric.OPEN_REPLICATIONS, measured.count(),
                        Metric.OLDEST_OPEN_REPLICATION, measured.oldest().map(Duration::toSeconds).orElse(0L)),
                Map.of());
    }

    private static Map<String, String> about(PushId push, Registry destination) {
        return Map.of("pushId", push.value(), "destination", destination.toString());
    }

    private void print(RegionName region, String function, Map<Metric, Long> values, Map<String, String> about) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode aws = line.putObject("_aws").put("Timestamp", clock.millis());
        ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject().put("Namespace", NAMESPACE);
        ArrayNode dimensions = directive.putArray("Dimensions");
        dimensions.addArray().add(REGION);
        dimensions.addArray().add(REGION).add(FUNCTION);
        ArrayNode metrics = directive.putArray("Metrics");
        line.put(REGION, region.value()).put(FUNCTION, function);
        new EnumMap<>(values).forEach((metric, value) -> {
            metrics.addObject().put("Name", metric.title()).put("Unit", metric.unit());
            line.put(metric.title(), value);
        });
        new TreeMap<>(about).forEach(line::put);
        out.accept(line.toString());
    }
}
