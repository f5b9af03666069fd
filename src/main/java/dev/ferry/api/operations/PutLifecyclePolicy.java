package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.service.repository.LifecyclePolicies;
import jakarta.enterprise.context.ApplicationScoped;

/** Replaces the lifecycle policy of a repository. */
@ApplicationScoped
public class PutLifecyclePolicy implements EcrOperation {
    private final LifecyclePolicies policies;

    public PutLifecyclePolicy(LifecyclePolicies policies) {
        this.policies = policies;
    }

    @Override
    public String name() {
        return "PutLifecyclePolicy";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        String text = request.input().text("lifecyclePolicyText");
        policies.put(request.registry(), request.input().repositoryName(), text);
        return LifecyclePolicyJson.of(request, text);
    }
}
