package dev.ferry.replication;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A replication configuration in the JSON that ECR's API speaks, which is also how it is kept. */
public final class ReplicationConfigurationJson {
    private ReplicationConfigurationJson() {}

    /** @throws dev.ferry.registry.InvalidValueException when a bound is broken */
    public static ReplicationConfiguration read(JsonNode configuration) {
        List<ReplicationRule> rules = new ArrayList<>();
        for (JsonNode rule : configuration.path("rules")) {
            List<Registry> destinations = new ArrayList<>();
            rule.path("destinations").forEach(destination -> destinations.add(
                    Registry.of(destination.path("registryId").asText(), destination.path("region").asText())));
            List<RepositoryFilter> filters = new ArrayList<>();
            rule.path("repositoryFilters").forEach(filter -> filters.add(new RepositoryFilter(
                    FilterType.named(filter.path("filterType").asText()), filter.path("filter").asText())));
            rules.add(new ReplicationRule(destinations, filters, deleteReplication(rule)));
        }
        return new ReplicationConfiguration(rules);
    }

    private static Optional<Boolean> deleteReplication(JsonNode rule) {
        return Optional.of(rule.path("deleteReplication").path("enabled"))
                .filter(JsonNode::isBoolean)
                .map(JsonNode::booleanValue);
    }

    public static ObjectNode write(ReplicationConfiguration configuration) {
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        ArrayNode rules = written.putArray("rules");
        for (ReplicationRule rule : configuration.rules()) {
            ObjectNode into = rules.addObject();
            ArrayNode destinations = into.putArray("destinations");
            rule.destinations().forEach(destination -> destinations.addObject()
                    .put("region", destination.region().value())
                    .put("registryId", destination.account().value()));
            if (!rule.filters().all().isEmpty()) {
                ArrayNode filters = into.putArray("repositoryFilters");
                rule.filters().all().forEach(filter ->
                        filters.addObject().put("filter", filter.filter()).put("filterType", filter.type().name()));
            }
            rule.deleteReplication().ifPresent(
                    enabled -> into.putObject("deleteReplication").put("enabled", enabled));
        }
        return written;
    }
}
