package dev.ferry.service.repository;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryCreationTemplate;
import dev.ferry.registry.RepositoryCreationTemplate.AppliedFor;
import dev.ferry.registry.RepositoryName;
import dev.ferry.service.access.ResourcePolicies;
import dev.ferry.service.access.ResourcePolicies.Question;
import dev.ferry.service.replication.ReplicationAuthorizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
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
     * @param question the request for the step, which the new repository's policy is asked about as well
     * @throws EcrException RepositoryNotFoundException if no template can make the repository, AccessDeniedException if
     *     the caller may not, or what the step throws
     */
    public <T> T push(Question question, RepositoryName name, Supplier<T> step) {
        try {
            return step.get();
        } catch (EcrException refused) {
            if (refused.code() != ErrorCode.REPOSITORY_NOT_FOUND) {
                throw refused;
            }
            RepositoryCreationTemplate template = creation
                    .template(question.registry(), name, AppliedFor.CREATE_ON_PUSH)
                    .orElseThrow(() -> refused);
            create(question, name, template);
        }
        policies.requireForRepositories(question, List.of(name));
        return step.get();
    }

    private void create(Question question, RepositoryName name, RepositoryCreationTemplate template) {
        Registry registry = question.registry();
        policies.requireForRepositories(question.about(ReplicationAuthorizer.CREATE_REPOSITORY), List.of(name));
        if (template.lacksRole()) {
            throw new EcrException(
                    ErrorCode.REPOSITORY_NOT_FOUND, RepositoryCreation.missingRole(registry, name, template));
        }
        repositories.ensure(creation.begin(registry, name, Optional.of(template)));
    }
}
