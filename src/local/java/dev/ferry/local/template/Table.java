package dev.ferry.local.template;

import java.util.List;
import java.util.Optional;

/** An {@code AWS::DynamoDB::Table}. */
public record Table(
        String logicalId,
        String name,
        List<Attribute> attributes,
        Key key,
        List<Index> globalSecondaryIndexes,
        Optional<String> streamViewType,
        Optional<String> timeToLiveAttribute) {

    public Table {
        attributes = List.copyOf(attributes);
        globalSecondaryIndexes = List.copyOf(globalSecondaryIndexes);
    }

    /** @param type S, N or B */
    public record Attribute(String name, String type) {}

    public record Key(String hash, Optional<String> range) {}

    /** @param projectionType ALL, KEYS_ONLY or INCLUDE */
    public record Index(String name, Key key, String projectionType, List<String> nonKeyAttributes) {}
}
