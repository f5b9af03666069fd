package dev.ferry.service.repository;

import dev.ferry.policy.Occasion;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.RepositoryCreationTemplate;
import dev.ferry.registry.RepositoryCreationTemplate.AppliedFor;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.RepositoryNotFoundException;
import dev.ferry.service.access.AuthorizationRequest;
import dev.ferry.service.access.ResourcePolicies;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Makes the repository that a pull through a cache finds missing, by its creation template or with ECR's defaults. */
@ApplicationScoped
public class CreateOnPull {
    private final RepositoryCreation creation;
    private final Repositories repositories;
    private final ResourcePolicies policies;

    public CreateOnPull(RepositoryCreation creation, Repositories repositories, ResourcePolicies policies) {
        this.creation = creation;
        this.repositories = repositories;
        this.policies = policies;
    }

    /**
     * Makes the repository unless it is there.
     *
     * @throws EcrException AccessDeniedException if the caller may not, or may not pull from it as its template's policy has
     *     it; RepositoryNotFoundException if its template cannot make it
     */
    public void ensure(AuthorizationRequest authorization, RepositoryName name) {
        if (!repositories.find(authorization.registry(), List.of(name)).isEmpty()) {
            return;
        }
        policies.requireForRepositories(authorization.on(Occasion.MISSING_REPOSITORY), List.of(name));
        Optional<RepositoryCreationTemplate> template =
                creation.template(authorization.registry(), name, AppliedFor.PULL_THROUGH_CACHE);
        template.filter(RepositoryCreationTemplate::lacksRole).ifPresent(lacking -> {
            throw new RepositoryNotFoundException(RepositoryCreation.missingRole(authorization.registry(), name, lacking));
        });
        repositories.ensure(creation.begin(authorization.registry(), name, template));
        policies.requireForRepositories(authorization, List.of(name));
    }
}
