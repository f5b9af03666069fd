package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.service.access.RepositoryPolicies;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells the policy of a repository. */
@ApplicationScoped
public class GetRepositoryPolicy implements EcrOperation {
    private final RepositoryPolicies policies;

    public GetRepositoryPolicy(RepositoryPolicies policies) {
        this.policies = policies;
    }

    @Override
    public String name() {
        return "GetRepositoryPolicy";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        return PolicyJson.ofRepository(
                request, policies.get(request.registry(), request.input().repositoryName()));
    }
}
