package dev.ferry.store.images;

import dev.ferry.registry.Registry;
import dev.ferry.store.Attributes;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The attribute {@code sources}: the highest version that was seen from each registry. */
final class SourceVersions {
    private SourceVersions() {}

    static Map<Registry, Long> read(Map<String, AttributeValue> item) {
        Map<Registry, Long> sources = new HashMap<>();
        item.get("sources").m().forEach((registry, version) -> sources.put(registry(registry), Long.parseLong(version.n())));
        return sources;
    }

    static AttributeValue write(Map<Registry, Long> sources) {
        return Attributes.map(sources.entrySet().stream().collect(Collectors.toMap(
                source -> source.getKey().toString(), source -> Attributes.number(source.getValue()))));
    }

    static Registry registry(String text) {
        String[] parts = text.split("/");
        return Registry.of(parts[0], parts[1]);
    }
}
