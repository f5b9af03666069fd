package dev.ferry.service.repository;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Page;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.Repository.Encryption;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.TagMutability;
import dev.ferry.service.Deadline;
import dev.ferry.service.repository.RepositoryCreation.NewRepository;
import dev.ferry.store.Contention;
import dev.ferry.store.LifecyclePoliciesTable;
import dev.ferry.store.PoliciesTable;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.RepositoryDeletions;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import dev.ferry.store.images.RepositoryContents;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Repositories come, change their settings and go. */
@ApplicationScoped
public class Repositories {
    private final Tables tables;
    private final RepositoriesTable repositories;
    private final RepositoryDeletions deletions;
    private final RepositoryContents contents;
    private final PoliciesTable policies;
    private final LifecyclePoliciesTable lifecyclePolicies;
    private final Clock clock;

    public Repositories(
            Tables tables,
            RepositoriesTable repositories,
            RepositoryDeletions deletions,
            RepositoryContents contents,
            PoliciesTable policies,
            LifecyclePoliciesTable lifecyclePolicies,
            Clock clock) {
        this.tables = tables;
        this.repositories = repositories;
        this.deletions = deletions;
        this.contents = contents;
        this.policies = policies;
        this.lifecyclePolicies = lifecyclePolicies;
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
        finishPendingDeletion(registry, name);
        if (!repositories.create(repository)) {
            throw new EcrException(ErrorCode.REPOSITORY_ALREADY_EXISTS, "The repository with name '" + name
                    + "' already exists in the registry with id '" + registry.account() + "'");
        }
        return repository;
    }

    /** Makes a repository, unless there is one of its name. */
    void ensure(NewRepository wanted) {
        Registry registry = wanted.repository().registry();
        RepositoryName name = wanted.repository().name();
        finishPendingDeletion(registry, name);
        Contention.retry(() -> {
            if (repositories.repository(registry, name).isEmpty()) {
                tables.commit(registry.region(), wanted.writes());
            }
            return null;
        });
    }

    /** A deletion that was cut short still holds the name. */
    private void finishPendingDeletion(Registry registry, RepositoryName name) {
        deletions.underWay(registry, name).ifPresent(id -> finishDeletion(registry, name, id));
    }

    /**
     * The repositories of these names, in the order in which they are asked for.
     *
     * @throws EcrException RepositoryNotFoundException for the first that is missing
     */
    public List<Repository> get(Registry registry, List<RepositoryName> names) {
        ReadSnapshot items = read(registry, names);
        return names.stream()
                .map(name -> repositories.repository(items, registry, name)
                        .orElseThrow(() -> EcrException.repositoryNotFound(registry, name)))
                .toList();
    }

    /** Those of these names that there are, in this order. */
    public List<Repository> find(Registry registry, List<RepositoryName> names) {
        ReadSnapshot items = read(registry, names);
        return names.stream().flatMap(name -> repositories.repository(items, registry, name).stream()).toList();
    }

    private ReadSnapshot read(Registry registry, List<RepositoryName> names) {
        return tables.get(registry.region(),
                names.stream().map(name -> RepositoriesTable.key(registry.account(), name)).toList());
    }

    /**
     * A page of the registry's repositories, sorted by name.
     *
     * @param after the name with which the page before ended
     */
    public Page<Repository> page(Registry registry, Optional<RepositoryName> after, int size) {
        return Page.of(repositories.repositories(registry, after, size + 1), size, repository -> repository.name().value());
    }

    /**
     * Changes what the function changes of the repository as it is now. No change that another caller makes at the same
     * time is lost.
     *
     * @throws EcrException RepositoryNotFoundException, or what the function throws; nothing was written
     */
    public Repository change(Registry registry, RepositoryName name, UnaryOperator<Repository> change) {
        return Contention.retry(() -> {
            Repository seen = get(registry, name);
            Repository changed = change.apply(seen);
            repositories.replace(seen, changed);
            return changed;
        });
    }

    /**
     * Deletes the repository with its policies and, if forced, its contents. Where those are too many for one request, the
     * same one sent again goes on; nobody finds the repository meanwhile.
     *
     * @throws EcrException RepositoryNotEmptyException when it has images and is not forced; nothing was deleted.
     *     ThrottlingException when there is more to do
     */
    public Repository delete(Registry registry, RepositoryName name, boolean force) {
        Optional<Repository> cutOff = force ? repositories.beingDeleted(registry, name) : Optional.empty();
        if (cutOff.isPresent()) {
            finishDeletion(registry, name, cutOff.get().id());
            return cutOff.get();
        }
        Repository repository = get(registry, name);
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        if (!force) {
            requireEmpty(registry, key);
        }
        if (!deletions.begin(repository)) {
            throw EcrException.repositoryNotFound(registry, name);
        }
        if (!force && contents.hasImages(registry.region(), key)) {
            // A push came in before the repository was hidden.
            deletions.cancel(repository);
            requireEmpty(registry, key);
        }
        finishDeletion(registry, name, repository.id());
        return repository;
    }

    private void requireEmpty(Registry registry, RepositoryKey key) {
        if (contents.hasImages(registry.region(), key)) {
            throw new EcrException(ErrorCode.REPOSITORY_NOT_EMPTY, "The repository with name '" + key.repository()
                    + "' in registry with id '" + key.account() + "' cannot be deleted because it still contains images");
        }
    }

    /** Only as long as it has not ended: whoever ended it may have made way for another repository of the name. */
    private void finishDeletion(Registry registry, RepositoryName name, String id) {
        Deadline deadline = Deadline.of(clock);
        try {
            Contention.retry(() -> {
                contents.empty(registry.region(), new RepositoryKey(registry.account(), name),
                        deletions.isUnderWay(registry, name, id, DeletionEndedException::new),
                        () -> deadline.require("The repository with name '" + name + "' is being deleted, which takes more "
                                + "than one request: send it again to go on"));
                List<Write> end = new ArrayList<>(lifecyclePolicies.removalOfRepository(registry, name));
                end.add(policies.removalOfRepository(registry, name));
                end.add(deletions.end(registry, name, id, DeletionEndedException::new));
                tables.commit(registry.region(), end);
                return null;
            });
        } catch (DeletionEndedException byAnother) {
            return;
        }
    }

    private static final class DeletionEndedException extends RuntimeException {
        DeletionEndedException() {
            super("the deletion has been ended by someone else");
        }
    }
}
