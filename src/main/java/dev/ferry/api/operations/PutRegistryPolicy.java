package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.service.access.RegistryPolicies;
import jakarta.enterprise.context.ApplicationScoped;

/** Replaces the registry policy. */
@ApplicationScoped
public class PutRegistryPolicy implements EcrOperation {
    private final RegistryPolicies policies;

    public PutRegistryPolicy(RegistryPolicies policies) {
        this.policies = policies;
    }

    @Override
    public String name() {
        return "PutRegistryPolicy";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        String text = request.input().text("policyText");
        policies.put(request.registry(), text);
        return PolicyJson.ofRegistry(request, text);
    }
}
