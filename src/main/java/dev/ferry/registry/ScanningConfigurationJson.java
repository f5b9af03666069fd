package dev.ferry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.ScanningConfiguration.Frequency;
import dev.ferry.registry.ScanningConfiguration.Rule;
import dev.ferry.registry.ScanningConfiguration.ScanType;
import java.util.ArrayList;
import java.util.List;

/** A scanning configuration in the JSON that ECR's API speaks, which is also how it is kept. */
public final class ScanningConfigurationJson {
    private ScanningConfigurationJson() {}

    /** @throws InvalidValueException when a bound is broken */
    public static ScanningConfiguration read(JsonNode configuration) {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : configuration.path("rules")) {
            List<String> filters = new ArrayList<>();
            rule.path("repositoryFilters").forEach(filter -> filters.add(filter.path("filter").asText()));
            rules.add(new Rule(Frequency.valueOf(rule.path("scanFrequency").asText()), filters));
        }
        return new ScanningConfiguration(
                ScanType.valueOf(configuration.path("scanType").asText(ScanType.BASIC.name())), rules);
    }

    public static ObjectNode write(ScanningConfiguration configuration) {
        ObjectNode written = JsonNodeFactory.instance.objectNode().put("scanType", configuration.scanType().name());
        ArrayNode rules = written.putArray("rules");
        configuration.rules().forEach(rule -> rules.addObject()
                .put("scanFrequency", rule.frequency().name())
                .set("repositoryFilters", filters(rule.filters())));
        return written;
    }

    /** Filters as ECR tells them. */
    public static ArrayNode filters(List<String> filters) {
        ArrayNode written = JsonNodeFactory.instance.arrayNode();
        filters.forEach(filter -> written.addObject().put("filter", filter).put("filterType", "WILDCARD"));
        return written;
    }
}
