package dev.ferry.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.cli.ExplainedRules;
import dev.ferry.cli.Stack;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryName;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.ReplicationRule;
import java.util.List;
import java.util.Optional;

/** The rules of all registries, the repositories that they match, and what their destinations say to the first of these. */
final class RulesView implements ConsoleView {
    private static final int REPOSITORIES = 200;

    @Override
    public ObjectNode read(Stack stack, ViewParameters query) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode registries = all.putArray("registries");
        KnownRegistries.of(stack).forEach((registry, configuration) -> {
            if (!configuration.rules().isEmpty()) {
                registry(stack, registry, configuration, registries.addObject());
            }
        });
        return all;
    }

    private static void registry(Stack stack, Registry registry, ReplicationConfiguration configuration, ObjectNode into) {
        into.put("registry", registry.toString());
        ArrayNode rules = into.putArray("rules");
        List<RepositoryName> names = stack.repositories().repositories(registry, Optional.empty(), REPOSITORIES)
                .limit(REPOSITORIES).map(Repository::name).toList();
        int number = 0;
        for (ReplicationRule rule : configuration.rules()) {
            number++;
            ObjectNode each = rules.addObject().put("rule", number).put("deletions", rule.replicatesDeletions());
            ArrayNode filters = each.putArray("filters");
            rule.filters().all().forEach(filter -> filters.add(filter.toString()));
            ArrayNode destinations = each.putArray("destinations");
            rule.destinations().forEach(destination -> destinations.add(destination.toString()));
            List<RepositoryName> matched = names.stream().filter(rule::picks).toList();
            ArrayNode repositories = each.putArray("repositories");
            matched.forEach(name -> repositories.add(name.value()));
            int asked = number;
            matched.stream().findFirst().ifPresent(name -> each.set("verdicts", ExplainedRules.json(
                    stack.explanations().explain(registry, name, Optional.empty()).stream()
                            .filter(explanation -> explanation.rule() == asked)
                            .toList())));
        }
    }
}
