package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.PullThroughCacheRule;
import dev.ferry.service.account.PullThroughCache;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletes a pull through cache rule, and tells what it was. */
@ApplicationScoped
public class DeletePullThroughCacheRule implements EcrOperation {
    private final PullThroughCache cache;

    public DeletePullThroughCacheRule(PullThroughCache cache) {
        this.cache = cache;
    }

    @Override
    public String name() {
        return "DeletePullThroughCacheRule";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        PullThroughCacheRule rule = cache.delete(request.registry(), request.input().text("ecrRepositoryPrefix"));
        ObjectNode output = PullThroughCacheJson.write(request, rule).put("upstreamRegistryUrl", rule.host());
        output.set("createdAt", EcrJson.timestamp(rule.createdAt()));
        return output;
    }
}
