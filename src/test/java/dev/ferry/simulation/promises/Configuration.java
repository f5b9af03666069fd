package dev.ferry.simulation.promises;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.replication.Deletion;
import dev.ferry.replication.ImageAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

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

    /** Where what was done to the image goes: each destination once, sorted; a deletion by those rules that say so. */
    List<Registry> destinationsOf(ImageAction action) {
        if (action instanceof Deletion deletion) {
            return deletion.deletions().isPresent()
                    ? ofImageDeletion(action.repository())
                    : ofTagDeletion(action.repository(), deletion.tags().keySet());
        }
        return ofPush(action.repository(), action.tag());
    }

    List<Registry> ofPush(RepositoryName repository, Optional<Tag> tag) {
        return destinations(rule -> picksName(rule, repository.value()) && picksTag(rule, tag));
    }

    /** An image's deletion goes wherever its repository goes, whatever tags it had left. */
    List<Registry> ofImageDeletion(RepositoryName repository) {
        return destinations(rule -> replicatesDeletions(rule) && picksName(rule, repository.value()));
    }

    List<Registry> ofTagDeletion(RepositoryName repository, Set<Tag> tags) {
        return destinations(rule -> replicatesDeletions(rule) && picksName(rule, repository.value())
                && tags.stream().anyMatch(tag -> picksTag(rule, Optional.of(tag))));
    }

    private List<Registry> destinations(Predicate<JsonNode> picks) {
        TreeSet<Registry> destinations = new TreeSet<>();
        rules.forEach(rule -> {
            if (picks.test(rule)) {
                destinations.addAll(destinations(rule));
            }
        });
        return List.copyOf(destinations);
    }

    private static boolean replicatesDeletions(JsonNode rule) {
        return rule.path("deleteReplication").path("enabled").asBoolean(false);
    }

    private static boolean picksName(JsonNode rule, String name) {
        if (anyMatches(rule, "EXCLUDE_EXACT_MATCH", name) || anyMatches(rule, "EXCLUDE_WILDCARD_MATCH", name)) {
            return false;
        }
        List<String> taking = List.of("PREFIX_MATCH", "EXACT_MATCH", "WILDCARD_MATCH");
        return taking.stream().noneMatch(type -> has(rule, type)) || taking.stream().anyMatch(type -> anyMatches(rule, type, name));
    }

    private static boolean picksTag(JsonNode rule, Optional<Tag> tag) {
        boolean excluded = tag.isPresent() && anyMatches(rule, "EXCLUDE_TAG_WILDCARD_MATCH", tag.get().value());
        boolean taken = !has(rule, "TAG_WILDCARD_MATCH")
                || tag.isPresent() && anyMatches(rule, "TAG_WILDCARD_MATCH", tag.get().value());
        return taken && !excluded;
    }

    private static boolean has(JsonNode rule, String type) {
        return filters(rule).anyMatch(filter -> filter.path("filterType").asText().equals(type));
    }

    private static boolean anyMatches(JsonNode rule, String type, String text) {
        return filters(rule)
                .filter(filter -> filter.path("filterType").asText().equals(type))
                .anyMatch(filter -> text.matches(expression(type, filter.path("filter").asText())));
    }

    private static String expression(String type, String filter) {
        return (type.equals("PREFIX_MATCH") ? filter + "*" : filter).replace(".", "[.]").replace("*", ".*");
    }

    private static Stream<JsonNode> filters(JsonNode rule) {
        return StreamSupport.stream(rule.path("repositoryFilters").spliterator(), false);
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
