package dev.ferry.policy;

import java.util.List;

/**
 * The Resource of a statement, or its NotResource: every resource but these (IAM User Guide, "Resource",
 * "NotResource").
 */
record ResourceElement(boolean negated, List<ResourcePattern> patterns) {
    ResourceElement {
        patterns = List.copyOf(patterns);
    }

    static ResourceElement parse(boolean negated, PolicyVersion version, Element element) {
        return new ResourceElement(
                negated,
                element.items().stream().map(item -> ResourcePattern.parse(version, item)).toList());
    }

    boolean matches(AccessRequest request) {
        return negated != patterns.stream().anyMatch(pattern -> pattern.matches(request));
    }
}
