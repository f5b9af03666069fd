package dev.ferry.service;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.Repository.Encryption;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.TagMutability;
import dev.ferry.store.ImagesTable;
import dev.ferry.store.PoliciesTable;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.RepositoryKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Repositories come, change their settings and go. */
@ApplicationScoped
public class Repositories {
    private final RepositoriesTable repositories;
    private final ImagesTable images;
    private final PoliciesTable policies;
    private final Clock clock;

    public Repositories(RepositoriesTable repositories, ImagesTable images, PoliciesTable policies, Clock clock) {
        this.repositories = repositories;
        this.images = images;
        this.policies = policies;
        this.clock = clock;
    }

    /** @throws EcrException RepositoryNotFoundException */
    public Repository get(Registry registry, RepositoryName name) {
        return repositories.repository(registry, name)
                .orElseThrow(() -> EcrException.repositoryNotFound(registry, name));
    }

    /** @throws EcrException RepositoryAlreadyExistsException */
    public Repository create(
            Registry registry, RepositoryName name, TagMutability tagMutability, boolean scanOnPush, Encryption encryption,
            Map<String, String> resourceTags) {
        Repository repository = new Repository(registry, name, UUID.randomUUID().toString(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS), tagMutability, scanOnPush, encryption, resourceTags);
        // A deletion that was cut short still holds the name.
        repositories.deleting(registry, name).ifPresent(id -> finishDeletion(registry, name, id));
        if (!repositories.create(repository)) {
            throw new EcrException(ErrorCode.REPOSITORY_ALREADY_EXISTS, "The repository with name '" + name
                    + "' already exists in the registry with id '" + registry.account() + "'");
        }
        return repository;
    }

    /** Changes what the function changes of the repository as it is now. */
    public Repository change(Registry registry, RepositoryName name, UnaryOperator<Repository> change) {
        Repository changed = change.apply(get(registry, name));
        if (!repositories.replace(changed)) {
            throw EcrException.repositoryNotFound(registry, name);
        }
        return changed;
    }

    /**
     * Deletes the repository with its policy and, if forced, its images.
     *
     * @throws EcrException RepositoryNotEmptyException when it has images and is not forced; nothing was deleted
     */
    public Repository delete(Registry registry, RepositoryName name, boolean force) {
        Repository repository = get(registry, name);
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        if (!force) {
            requireEmpty(registry, key);
        }
        if (!repositories.beginDeletion(repository)) {
            throw EcrException.repositoryNotFound(registry, name);
        }
        if (!force && images.hasImages(registry.region(), key)) {
            // A push came in before the repository was hidden.
            repositories.cancelDeletion(repository);
            requireEmpty(registry, key);
        }
        finishDeletion(registry, name, repository.id());
        return repository;
    }

    private void requireEmpty(Registry registry, RepositoryKey key) {
        if (images.hasImages(registry.region(), key)) {
            throw new EcrException(ErrorCode.REPOSITORY_NOT_EMPTY, "The repository with name '" + key.repository()
                    + "' in registry with id '" + key.account() + "' cannot be deleted because it still contains images");
        }
    }

    private void finishDeletion(Registry registry, RepositoryName name, String id) {
        images.empty(registry.region(), new RepositoryKey(registry.account(), name));
        policies.deleteOfRepository(registry, name);
        repositories.endDeletion(registry, name, id);
    }
}
