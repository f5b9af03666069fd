package dev.ferry.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.replication.FailureCode;
import dev.ferry.service.replication.ReplicationExplanations.Explanation;
import java.util.List;

/** What each rule would make of a push, for a program. */
public final class ExplainedRules {
    private ExplainedRules() {}

    /** An object for each destination of each rule, in the rules' order. */
    public static ArrayNode json(List<Explanation> explanations) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        explanations.forEach(one -> {
            ObjectNode each = all.addObject()
                    .put("rule", one.rule())
                    .put("region", one.destination().region().value())
                    .put("registryId", one.destination().account().value())
                    .put("replicates", one.replicates())
                    .put("why", one.why());
            one.statement().ifPresent(statement -> each.put("policyStatement", statement));
            one.refused().map(FailureCode::code).ifPresent(code -> each.put("failureCode", code));
        });
        return all;
    }
}
