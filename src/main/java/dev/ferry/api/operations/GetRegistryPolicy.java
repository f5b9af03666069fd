package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.service.access.RegistryPolicies;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells the registry policy. */
@ApplicationScoped
public class GetRegistryPolicy implements EcrOperation {
    private final RegistryPolicies policies;

    public GetRegistryPolicy(RegistryPolicies policies) {
        this.policies = policies;
    }

    @Override
    public String name() {
        return "GetRegistryPolicy";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        return PolicyJson.ofRegistry(request, policies.get(request.registry()));
    }
}
