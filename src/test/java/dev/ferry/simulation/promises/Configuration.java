package dev.ferry.simulation.promises;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.replication.ImageAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** A replication configuration, read from ECR's JSON without Ferry's rules, so that these can be judged by it. */
record Configuration(JsonNode rules) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Configuration> READ = new ConcurrentHashMap<>();

    static Configuration of(Optional<String> text) {
        return READ.computeIfAbsent(text.orElse("{}"), Configuration::read);
    }

    private static Configuration read(String text) {
        try {
            return new Configuration(JSON.readTree(text).path("rules"));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("no configuration: " + text, broken);
        }
    }

    /** Where what was done in the repository goes: each destination once, sorted; a deletion by those rules that say so. */
    List<Registry> destinationsOf(ImageAction action) {
        return destinationsOf(action.repository(), action.type() == ImageAction.Type.DELETE);
    }

    List<Registry> destinationsOf(RepositoryName repository, boolean ofDeletions) {
        TreeSet<Registry> destinations = new TreeSet<>();
        for (JsonNode rule : rules) {
            if (ofDeletions && !rule.path("deleteReplication").path("enabled").asBoolean(false)) {
                continue;
            }
            boolean picked = rule.path("repositoryFilters").isEmpty();
            for (JsonNode filter : rule.path("repositoryFilters")) {
                picked |= repository.value().startsWith(filter.path("filter").asText());
            }
            if (picked) {
                destinations.addAll(destinations(rule));
            }
        }
        return List.copyOf(destinations);
    }

    List<Registry> destinations() {
        TreeSet<Registry> destinations = new TreeSet<>();
        rules.forEach(rule -> destinations.addAll(destinations(rule)));
        return List.copyOf(destinations);
    }

    private static List<Registry> destinations(JsonNode rule) {
        List<Registry> destinations = new ArrayList<>();
        rule.path("destinations").forEach(destination -> destinations.add(
                Registry.of(destination.path("registryId").asText(), destination.path("region").asText())));
        return destinations;
    }

    int mostFilters() {
        int most = 0;
        for (JsonNode rule : rules) {
            most = Math.max(most, rule.path("repositoryFilters").size());
        }
        return most;
    }
}
