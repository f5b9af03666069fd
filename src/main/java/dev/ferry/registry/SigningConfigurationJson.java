package dev.ferry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.SigningConfiguration.Rule;
import java.util.ArrayList;
import java.util.List;

/** A signing configuration in the JSON that ECR's API speaks, which is also how it is kept. */
public final class SigningConfigurationJson {
    private SigningConfigurationJson() {}

    public static SigningConfiguration read(JsonNode configuration) {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : configuration.path("rules")) {
            List<String> filters = new ArrayList<>();
            rule.path("repositoryFilters").forEach(filter -> filters.add(filter.path("filter").asText()));
            rules.add(new Rule(rule.path("signingProfileArn").asText(), filters));
        }
        return new SigningConfiguration(rules);
    }

    public static ObjectNode write(SigningConfiguration configuration) {
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        ArrayNode rules = written.putArray("rules");
        configuration.rules().forEach(rule -> {
            ObjectNode into = rules.addObject().put("signingProfileArn", rule.profileArn());
            if (!rule.filters().isEmpty()) {
                ArrayNode filters = into.putArray("repositoryFilters");
                rule.filters().forEach(filter -> filters.addObject().put("filter", filter).put("filterType", "WILDCARD_MATCH"));
            }
        });
        return written;
    }
}
