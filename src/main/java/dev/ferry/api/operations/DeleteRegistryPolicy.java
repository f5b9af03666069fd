package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.service.access.RegistryPolicies;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletes the registry policy, and tells what it was. */
@ApplicationScoped
public class DeleteRegistryPolicy implements EcrOperation {
    private final RegistryPolicies policies;

    public DeleteRegistryPolicy(RegistryPolicies policies) {
        this.policies = policies;
    }

    @Override
    public String name() {
        return "DeleteRegistryPolicy";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        return PolicyJson.ofRegistry(request, policies.delete(request.registry()));
    }
}
