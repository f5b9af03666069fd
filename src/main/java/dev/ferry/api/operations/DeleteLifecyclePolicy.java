package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.service.repository.LifecyclePolicies;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletes the lifecycle policy of a repository, and tells what it was. */
@ApplicationScoped
public class DeleteLifecyclePolicy implements EcrOperation {
    private final LifecyclePolicies policies;

    public DeleteLifecyclePolicy(LifecyclePolicies policies) {
        this.policies = policies;
    }

    @Override
    public String name() {
        return "DeleteLifecyclePolicy";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        return LifecyclePolicyJson.of(request, policies.delete(request.registry(), request.input().repositoryName()));
    }
}
