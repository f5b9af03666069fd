package dev.ferry.service.repository;

import dev.ferry.policy.Occasion;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryCreationTemplate;
import dev.ferry.registry.RepositoryCreationTemplate.AppliedFor;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.RepositoryNotFoundException;
import dev.ferry.service.access.AuthorizationRequest;
import dev.ferry.service.access.ResourcePolicies;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes the repository that a push finds missing, where a creation template is for that (ECR user guide, "Pushing a Docker
 * image to an Amazon ECR private repository"). A push to a repository that is there costs nothing more.
 */
@ApplicationScoped
public class CreateOnPush {
    private final RepositoryCreation creation;
    private final Repositories repositories;
    private final ResourcePolicies policies;

    public CreateOnPush(RepositoryCreation creation, Repositories repositories, ResourcePolicies policies) {
        this.creation = creation;
        this.repositories = repositories;
        this.policies = policies;
    }

    /**
     * Does a step of a push, once more if it had to make the repository.
     *
     * @param authorization the request for the step, which the new repository's policy is asked about as well
     * @throws EcrException RepositoryNotFoundException if no template can make the repository, AccessDeniedException if
     *     the caller may not, or what the step throws
     */
    public <T> T push(AuthorizationRequest authorization, RepositoryName name, Supplier<T> step) {
        try {
            return step.get();
        } catch (RepositoryNotFoundException missing) {
            RepositoryCreationTemplate template = creation
                    .template(authorization.registry(), name, AppliedFor.CREATE_ON_PUSH)
                    .orElseThrow(() -> missing);
            create(authorization, name, template);
        }
        policies.requireForRepositories(authorization, List.of(name));
        return step.get();
    }

    /**
     * Does a step of a push that needs to know the repository.
     *
     * @param seen the repository, if it was there when the request was authorized
     */
    public <T> T push(
            AuthorizationRequest authorization, RepositoryName name, Optional<Repository> seen, Function<Repository, T> step) {
        return push(authorization, name,
                () -> step.apply(seen.orElseGet(() -> repositories.get(authorization.registry(), name))));
    }

    private void create(AuthorizationRequest authorization, RepositoryName name, RepositoryCreationTemplate template) {
        Registry registry = authorization.registry();
        policies.requireForRepositories(authorization.on(Occasion.MISSING_REPOSITORY), List.of(name));
        if (template.lacksRole()) {
            throw new RepositoryNotFoundException(RepositoryCreation.missingRole(registry, name, template));
        }
        repositories.ensure(creation.begin(registry, name, Optional.of(template)));
    }
}
