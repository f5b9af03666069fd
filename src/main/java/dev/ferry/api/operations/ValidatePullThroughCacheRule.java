package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.PullThroughCacheRule;
import dev.ferry.service.account.PullThroughCache;
import jakarta.enterprise.context.ApplicationScoped;

/** Says of a pull through cache rule that nothing can be pulled through it, which is true of each: Ferry does not. */
@ApplicationScoped
public class ValidatePullThroughCacheRule implements EcrOperation {
    private final PullThroughCache cache;

    public ValidatePullThroughCacheRule(PullThroughCache cache) {
        this.cache = cache;
    }

    @Override
    public String name() {
        return "ValidatePullThroughCacheRule";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        PullThroughCacheRule rule = cache.get(request.registry(), request.input().text("ecrRepositoryPrefix"));
        return PullThroughCacheJson.write(request, rule)
                .put("upstreamRegistryUrl", rule.host())
                .put("isValid", false)
                .put("failure", "This registry keeps pull through cache rules, and pulls nothing through them");
    }
}
