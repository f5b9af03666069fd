package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.PullThroughCacheRule;
import dev.ferry.service.account.PullThroughCache;
import jakarta.enterprise.context.ApplicationScoped;

/** Changes with which secret, or as which role, a pull through cache rule would pull. */
@ApplicationScoped
public class UpdatePullThroughCacheRule implements EcrOperation {
    private final PullThroughCache cache;

    public UpdatePullThroughCacheRule(PullThroughCache cache) {
        this.cache = cache;
    }

    @Override
    public String name() {
        return "UpdatePullThroughCacheRule";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        PullThroughCacheRule rule = cache.update(request.registry(), input.text("ecrRepositoryPrefix"),
                input.optionalText("credentialArn"), input.optionalText("customRoleArn"));
        ObjectNode output = PullThroughCacheJson.write(request, rule);
        output.set("updatedAt", EcrJson.timestamp(rule.updatedAt()));
        return output;
    }
}
