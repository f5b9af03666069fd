package dev.ferry.simulation.promises;

import dev.ferry.registry.Registry;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads the versions that a tag's item remembers. */
final class Versions {
    private Versions() {}

    /** The highest version that the tag has seen from a registry; 0 if it has seen none. */
    static long seen(Optional<Map<String, AttributeValue>> tag, Registry source) {
        return tag.filter(item -> item.containsKey("sources"))
                .map(item -> item.get("sources").m().get(source.toString()))
                .map(version -> Long.parseLong(version.n()))
                .orElse(0L);
    }
}
