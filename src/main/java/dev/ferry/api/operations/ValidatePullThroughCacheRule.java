package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.PullThroughCacheRule;
import dev.ferry.service.account.PullThroughCache;
import dev.ferry.service.cache.UpstreamValidation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Asks the upstream registry of a pull through cache rule whether it lets the rule's credential in. */
@ApplicationScoped
public class ValidatePullThroughCacheRule implements EcrOperation {
    private final PullThroughCache cache;
    private final UpstreamValidation validation;

    public ValidatePullThroughCacheRule(PullThroughCache cache, UpstreamValidation validation) {
        this.cache = cache;
        this.validation = validation;
    }

    @Override
    public String name() {
        return "ValidatePullThroughCacheRule";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        PullThroughCacheRule rule = cache.get(request.registry(), request.input().text("ecrRepositoryPrefix"));
        Optional<String> failure = validation.failure(request.registry(), rule);
        ObjectNode output = PullThroughCacheJson.write(request, rule)
                .put("upstreamRegistryUrl", rule.host())
                .put("isValid", failure.isEmpty());
        failure.ifPresent(why -> output.put("failure", why));
        return output;
    }
}
