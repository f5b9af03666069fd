package dev.ferry.local.template;

import dev.ferry.local.template.Table.Attribute;
import dev.ferry.local.template.Table.Index;
import dev.ferry.local.template.Table.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads an {@code AWS::DynamoDB::Table}. */
final class TableReader {
    private static final Set<String> HEEDED = Set.of(
            "TableName",
            "AttributeDefinitions",
            "KeySchema",
            "GlobalSecondaryIndexes",
            "StreamSpecification",
            "TimeToLiveSpecification");
    private static final Set<String> PASSED_OVER = Set.of(
            "BillingMode",
            "ContributorInsightsSpecification",
            "DeletionProtectionEnabled",
            "OnDemandThroughput",
            "PointInTimeRecoverySpecification",
            "ProvisionedThroughput",
            "ResourcePolicy",
            "SSESpecification",
            "TableClass",
            "Tags",
            "WarmThroughput");
    private static final Set<String> OF_AN_INDEX = Set.of("IndexName", "KeySchema", "Projection");

    private final Resources resources;

    TableReader(Resources resources) {
        this.resources = resources;
    }

    Table read(String logicalId) {
        Properties table = Properties.of(
                resources.declared(logicalId),
                resources.intrinsics(),
                resources.locationOf(logicalId),
                HEEDED,
                PASSED_OVER);
        List<Attribute> attributes = new ArrayList<>();
        for (Properties attribute :
                table.parts("AttributeDefinitions", Set.of("AttributeName", "AttributeType"), Set.of())) {
            attributes.add(new Attribute(attribute.text("AttributeName"), attribute.text("AttributeType")));
        }
        List<Index> indexes = new ArrayList<>();
        for (Properties index : table.parts("GlobalSecondaryIndexes", OF_AN_INDEX, PASSED_OVER)) {
            indexes.add(index(index, attributes));
        }
        Properties stream = table.part("StreamSpecification", Set.of("StreamViewType"));
        return new Table(
                logicalId,
                resources.nameOf(logicalId, ResourceType.TABLE),
                attributes,
                key(table, attributes),
                indexes,
                stream.optionalText("StreamViewType"),
                timeToLive(table));
    }

    private static Index index(Properties index, List<Attribute> attributes) {
        Properties projection = index.part("Projection", Set.of("ProjectionType", "NonKeyAttributes"));
        return new Index(
                index.text("IndexName"),
                key(index, attributes),
                projection.text("ProjectionType"),
                projection.texts("NonKeyAttributes"));
    }

    private static Key key(Properties keyed, List<Attribute> attributes) {
        Optional<String> hash = Optional.empty();
        Optional<String> range = Optional.empty();
        for (Properties element : keyed.parts("KeySchema", Set.of("AttributeName", "KeyType"), Set.of())) {
            String name = element.text("AttributeName");
            String type = element.text("KeyType");
            if (attributes.stream().map(Attribute::name).noneMatch(name::equals)) {
                throw element.location().fault("names the attribute " + name + ", which AttributeDefinitions lacks");
            }
            switch (type) {
                case "HASH" -> hash = Optional.of(name);
                case "RANGE" -> range = Optional.of(name);
                default -> throw element.locationOf("KeyType").fault("must be HASH or RANGE, not " + type);
            }
        }
        return new Key(hash.orElseThrow(() -> keyed.locationOf("KeySchema").fault("needs a HASH key")), range);
    }

    private static Optional<String> timeToLive(Properties table) {
        Properties timeToLive = table.part("TimeToLiveSpecification", Set.of("AttributeName", "Enabled"));
        return timeToLive.flag("Enabled", false) ? Optional.of(timeToLive.text("AttributeName")) : Optional.empty();
    }
}
