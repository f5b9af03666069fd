package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.service.access.RepositoryPolicies;
import jakarta.enterprise.context.ApplicationScoped;

/** Replaces the policy of a repository. */
@ApplicationScoped
public class SetRepositoryPolicy implements EcrOperation {
    private final RepositoryPolicies policies;

    public SetRepositoryPolicy(RepositoryPolicies policies) {
        this.policies = policies;
    }

    @Override
    public String name() {
        return "SetRepositoryPolicy";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        String text = input.text("policyText");
        policies.set(request.authorization(name()), input.repositoryName(), text, input.flag("force"));
        return PolicyJson.ofRepository(request, text);
    }
}
