package dev.ferry.permissions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.registry.Wildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a role may do: the statements of its policies (IAM User Guide, "Policy evaluation logic"). Only what the template
 * uses of the policy language is known; anything else is refused, so that nothing can be misread as a permission.
 */
final class RolePolicy {
    private record Statement(List<String> actions, List<String> resources, List<String> regions) {
        boolean allows(Permission permission) {
            return actions.contains(permission.action().toLowerCase(Locale.ROOT))
                    && resources.stream().anyMatch(pattern -> Wildcard.matches(pattern, permission.resource()))
                    && (regions.isEmpty() || regions.contains(permission.region()));
        }
    }

    private static final Set<String> ELEMENTS = Set.of("Sid", "Effect", "Action", "Resource", "Condition");

    private final List<Statement> statements;

    private RolePolicy(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    static RolePolicy of(List<JsonNode> documents) {
        List<Statement> statements = new ArrayList<>();
        for (JsonNode document : documents) {
            document.path("Statement").forEach(statement -> statements.add(statement(statement)));
        }
        return new RolePolicy(statements);
    }

    private static Statement statement(JsonNode statement) {
        Set<String> unknown = new TreeSet<>();
        statement.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(ELEMENTS);
        if (!unknown.isEmpty() || !statement.path("Effect").asText().equals("Allow")) {
            throw new IllegalArgumentException("a statement of another kind: " + statement);
        }
        return new Statement(
                texts(statement.get("Action")).stream().map(action -> action.toLowerCase(Locale.ROOT)).toList(),
                texts(statement.get("Resource")),
                regions(statement.path("Condition")));
    }

    private static List<String> regions(JsonNode condition) {
        if (condition.isMissingNode()) {
            return List.of();
        }
        JsonNode regions = condition.at("/StringEquals/aws:RequestedRegion");
        if (condition.size() != 1 || condition.path("StringEquals").size() != 1 || regions.isMissingNode()) {
            throw new IllegalArgumentException("a condition of another kind: " + condition);
        }
        return texts(regions);
    }

    private static List<String> texts(JsonNode oneOrMany) {
        List<String> texts = new ArrayList<>();
        if (oneOrMany.isArray()) {
            oneOrMany.forEach(text -> texts.add(text.textValue()));
        } else {
            texts.add(oneOrMany.textValue());
        }
        return texts;
    }

    boolean allows(Permission permission) {
        return statements.stream().anyMatch(statement -> statement.allows(permission));
    }
}
