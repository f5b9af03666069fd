package dev.ferry.policy;

import dev.ferry.policy.PolicyDocument.Kind;
import java.util.List;
import java.util.Locale;

/** The Action of a statement, or its NotAction: every action but these (IAM User Guide, "Action", "NotAction"). */
record ActionElement(boolean negated, List<ActionPattern> patterns) {
    ActionElement {
        patterns = List.copyOf(patterns);
    }

    static ActionElement parse(Kind kind, boolean negated, Element element) {
        return new ActionElement(
                negated,
                element.items().stream().map(item -> ActionPattern.parse(kind, item)).toList());
    }

    boolean matches(String action) {
        return negated != patterns.stream().anyMatch(pattern -> pattern.matches(action));
    }

    /** Whether the action stands there in full; a wildcard that it matches does not name it. */
    boolean names(String action) {
        return patterns.contains(new ActionPattern(action.toLowerCase(Locale.ROOT)));
    }
}
