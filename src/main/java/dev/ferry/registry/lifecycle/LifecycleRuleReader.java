package dev.ferry.registry.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.registry.StorageClass;
import dev.ferry.registry.lifecycle.TagSelection.Status;
import java.util.List;

/** Reads the rules of a lifecycle policy (ECR user guide, "Lifecycle policy properties"). */
final class LifecycleRuleReader {
    /** An archived image is kept for this many days at least (ECR user guide, "Archiving an image"). */
    private static final int LEAST_DAYS_ARCHIVED = 90;

    private static final String PREFIXES = "tagPrefixList";
    private static final String PATTERNS = "tagPatternList";
    private static final String STORAGE_CLASS = "storageClass";
    private static final String UNIT = "countUnit";
    private static final String TARGET = "targetStorageClass";

    private LifecycleRuleReader() {}

    static List<LifecycleRule> rules(JsonNode document) {
        return new SchemaObject(document, List.of("rules"), List.of())
                .elements("rules", LifecyclePolicy.MAX_RULES).stream()
                .map(LifecycleRuleReader::rule)
                .toList();
    }

    private static LifecycleRule rule(JsonNode node) {
        SchemaObject rule = new SchemaObject(node, List.of("rulePriority", "selection", "action"), List.of("description"));
        LifecycleAction action = action(new SchemaObject(rule.member("action"), List.of("type"), List.of(TARGET)));
        SchemaObject selection = new SchemaObject(rule.member("selection"), List.of("tagStatus", "countType", "countNumber"),
                List.of(PREFIXES, PATTERNS, STORAGE_CLASS, UNIT));
        TagSelection tags = tags(selection);
        CountType countType = CountType.named(selection.text("countType")).orElseThrow(LifecycleRuleReader::noSchema);
        StorageClass storageClass = selection.has(STORAGE_CLASS)
                ? selection.oneOf(STORAGE_CLASS, StorageClass.class)
                : StorageClass.STANDARD;
        boolean ofArchived = countType == CountType.SINCE_IMAGE_TRANSITIONED;
        if (ofArchived != (storageClass == StorageClass.ARCHIVE) || ofArchived && action == LifecycleAction.TRANSITION) {
            throw noSchema();
        }
        requireUnit(selection, countType);
        return new LifecycleRule(rule.atLeast("rulePriority", 1), rule.optionalText("description"), tags, storageClass, countType,
                selection.atLeast("countNumber", ofArchived ? LEAST_DAYS_ARCHIVED : 1), action);
    }

    private static LifecycleAction action(SchemaObject action) {
        LifecycleAction type = action.oneOf("type", LifecycleAction.class);
        boolean archives = type == LifecycleAction.TRANSITION;
        if (archives != action.has(TARGET)
                || archives && action.oneOf(TARGET, StorageClass.class) != StorageClass.ARCHIVE) {
            throw noSchema();
        }
        return type;
    }

    private static void requireUnit(SchemaObject selection, CountType countType) {
        boolean inDays = selection.has(UNIT) && selection.text(UNIT).equals("days");
        if (countType.isAge() ? !inDays : selection.has(UNIT)) {
            throw noSchema();
        }
    }

    private static TagSelection tags(SchemaObject selection) {
        Status status = selection.oneOf("tagStatus", Status.class);
        List<String> prefixes = selection.optionalTexts(PREFIXES);
        List<String> patterns = selection.optionalTexts(PATTERNS);
        if (!prefixes.isEmpty() && !patterns.isEmpty()) {
            throw new InvalidLifecyclePolicyException("Cannot specify both tagPrefixList and tagPatternList in one rule");
        }
        boolean none = prefixes.isEmpty() && patterns.isEmpty();
        if (status == Status.TAGGED && none) {
            throw new InvalidLifecyclePolicyException("Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED");
        }
        if (status != Status.TAGGED && !none) {
            throw new InvalidLifecyclePolicyException(
                    "Cannot specify tagPrefixList or tagPatternList when tagStatus=" + status);
        }
        patterns.stream()
                .filter(pattern -> pattern.chars().filter(letter -> letter == '*').count() > TagSelection.MAX_WILDCARDS)
                .findFirst()
                .ifPresent(pattern -> {
                    throw new InvalidLifecyclePolicyException("The tag pattern \"" + pattern + "\" has more than "
                            + TagSelection.MAX_WILDCARDS + " wildcards");
                });
        return new TagSelection(status, prefixes, patterns);
    }

    /** ECR's validator tries the schemas of a rule one after another, and tells no more than that none of them fits. */
    private static InvalidLifecyclePolicyException noSchema() {
        return new InvalidLifecyclePolicyException("instance failed to match exactly one schema (matched 0 out of 2)");
    }
}
