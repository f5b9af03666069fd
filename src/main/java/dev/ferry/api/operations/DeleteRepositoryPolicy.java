package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.service.access.RepositoryPolicies;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletes the policy of a repository, and tells what it was. */
@ApplicationScoped
public class DeleteRepositoryPolicy implements EcrOperation {
    private final RepositoryPolicies policies;

    public DeleteRepositoryPolicy(RepositoryPolicies policies) {
        this.policies = policies;
    }

    @Override
    public String name() {
        return "DeleteRepositoryPolicy";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        return PolicyJson.ofRepository(
                request, policies.delete(request.registry(), request.input().repositoryName()));
    }
}
