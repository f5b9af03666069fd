package dev.ferry.store;

import dev.ferry.registry.ExclusionFilter;
import dev.ferry.registry.Repository.Encryption;
import dev.ferry.registry.TagMutability;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The settings that a repository has and a creation template gives, as attributes of an item. */
final class RepositoryAttributes {
    static final List<String> NAMES =
            List.of("tagMutability", "tagMutabilityExclusions", "encryption", "kmsKey", "resourceTags");

    private RepositoryAttributes() {}

    static Map<String, AttributeValue> of(
            TagMutability tagMutability, Encryption encryption, Map<String, String> resourceTags) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        attributes.put("tagMutability", Attributes.string(tagMutability.mode()));
        if (!tagMutability.exclusions().isEmpty()) {
            attributes.put("tagMutabilityExclusions", AttributeValue.fromL(tagMutability.exclusions().stream()
                    .map(filter -> Attributes.string(filter.wildcard()))
                    .toList()));
        }
        attributes.put("encryption", Attributes.string(encryption.type()));
        if (encryption.kmsKey() != null) {
            attributes.put("kmsKey", Attributes.string(encryption.kmsKey()));
        }
        attributes.put("resourceTags", Attributes.map(resourceTags.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, tag -> Attributes.string(tag.getValue())))));
        return attributes;
    }

    static TagMutability tagMutability(Map<String, AttributeValue> item) {
        List<ExclusionFilter> exclusions = item.containsKey("tagMutabilityExclusions")
                ? item.get("tagMutabilityExclusions").l().stream().map(AttributeValue::s).map(ExclusionFilter::new).toList()
                : List.of();
        return new TagMutability(TagMutability.Mode.valueOf(Attributes.string(item, "tagMutability")), exclusions);
    }

    static Encryption encryption(Map<String, AttributeValue> item) {
        return new Encryption(
                Encryption.Type.valueOf(Attributes.string(item, "encryption")),
                Attributes.optionalString(item, "kmsKey").orElse(null));
    }

    static Map<String, String> resourceTags(Map<String, AttributeValue> item) {
        return item.get("resourceTags").m().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, tag -> tag.getValue().s()));
    }
}
