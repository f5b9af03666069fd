package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.service.repository.LifecyclePolicies;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells the lifecycle policy of a repository. */
@ApplicationScoped
public class GetLifecyclePolicy implements EcrOperation {
    private final LifecyclePolicies policies;

    public GetLifecyclePolicy(LifecyclePolicies policies) {
        this.policies = policies;
    }

    @Override
    public String name() {
        return "GetLifecyclePolicy";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        return LifecyclePolicyJson.of(request, policies.get(request.registry(), request.input().repositoryName()));
    }
}
