package dev.ferry.service.replication;

import dev.ferry.policy.EcrAction;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryCreationTemplate;
import dev.ferry.registry.RepositoryCreationTemplate.AppliedFor;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.service.repository.RepositoryCreation;
import dev.ferry.service.repository.RepositoryCreation.NewRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Repositories that a destination does not have yet, made with the defaults or by its creation template. */
@ApplicationScoped
public class MissingRepositories {
    private final RepositoryCreation creation;

    public MissingRepositories(RepositoryCreation creation) {
        this.creation = creation;
    }

    /**
     * The repository, to be made in the transaction that first needs it.
     *
     * @throws ReplicationRefusedException when it may not be made
     */
    NewRepository begin(Push push, Registry destination, Granted granted) {
        if (!granted.mayCreateRepository()) {
            throw new ReplicationRefusedException(FailureCode.REPOSITORY_NOT_FOUND, "The repository "
                    + push.repository() + " does not exist in the registry " + destination + ", whose policy does not "
                    + "allow " + push.registry().account() + " " + EcrAction.CREATE_REPOSITORY + " on it");
        }
        Optional<RepositoryCreationTemplate> template =
                creation.template(destination, push.repository(), AppliedFor.REPLICATION);
        template.filter(RepositoryCreationTemplate::lacksRole).ifPresent(lacking -> {
            throw new ReplicationRefusedException(FailureCode.MISSING_CUSTOM_ROLE,
                    RepositoryCreation.missingRole(destination, push.repository(), lacking));
        });
        return creation.begin(destination, push.repository(), template);
    }
}
