package dev.ferry.api;

import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.TemplatePrefix;
import dev.ferry.service.access.AuthorizationRequest;
import dev.ferry.service.access.ResourcePolicies;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Has the policies judge every operation. What it is about is seen by its input: the repositories that it names, all of
 * them where it might have named some, or else the registry.
 */
@ApplicationScoped
public class PolicyAuthorization implements Authorization {
    private final ResourcePolicies policies;

    public PolicyAuthorization(ResourcePolicies policies) {
        this.policies = policies;
    }

    @Override
    public List<Repository> require(OperationModel operation, OperationRequest request) {
        AuthorizationRequest authorization = request.authorization(operation.name());
        List<RepositoryName> repositories = request.repositories();
        List<Repository> there = List.of();
        if (!repositories.isEmpty()) {
            there = policies.requireForRepositories(authorization, repositories);
        } else if (operation.input().members().containsKey("repositoryNames")) {
            policies.requireForAllRepositories(authorization);
        } else {
            policies.requireForRegistry(authorization);
        }
        request.input().optionalValue("prefix", TemplatePrefix::new)
                .ifPresent(prefix -> policies.requireForRepositoriesUnder(authorization, prefix));
        policies.requireOfCaller(authorization);
        return there;
    }
}
