package dev.ferry.service.repository;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.lifecycle.InvalidLifecyclePolicyException;
import dev.ferry.registry.lifecycle.LifecyclePolicy;
import dev.ferry.registry.lifecycle.StoredLifecyclePolicy;
import dev.ferry.store.Contention;
import dev.ferry.store.LifecyclePoliciesTable;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** The lifecycle policies of repositories, put, read and deleted (ECR user guide, "Lifecycle policies"). */
@ApplicationScoped
public class LifecyclePolicies {
    private final Tables tables;
    private final RepositoriesTable repositories;
    private final LifecyclePoliciesTable policies;

    public LifecyclePolicies(Tables tables, RepositoriesTable repositories, LifecyclePoliciesTable policies) {
        this.tables = tables;
        this.repositories = repositories;
        this.policies = policies;
    }

    /**
     * Replaces the policy.
     *
     * @throws EcrException RepositoryNotFoundException, or InvalidParameterException that says what is wrong with the
     *     text; nothing was written
     */
    public void put(Registry registry, RepositoryName name, String text) {
        Repository repository = require(registry, name);
        parse("LifecyclePolicyText", text);
        // With the repository, so that a policy never outlives a repository that is being deleted.
        List<Write> writes = new ArrayList<>(policies.putting(registry, name, text));
        writes.add(repositories.isThere(repository));
        tables.commit(registry.region(), writes);
    }

    /**
     * Reads a policy that a repository can have.
     *
     * @throws EcrException InvalidParameterException at the parameter that says what is wrong with the text
     */
    public static LifecyclePolicy parse(String parameter, String text) {
        try {
            return LifecyclePolicy.parse(text);
        } catch (InvalidLifecyclePolicyException invalid) {
            throw EcrException.invalidParameter(
                    parameter, "Lifecycle policy validation failure: " + invalid.getMessage());
        }
    }

    /** @throws EcrException RepositoryNotFoundException, LifecyclePolicyNotFoundException */
    public StoredLifecyclePolicy get(Registry registry, RepositoryName name) {
        require(registry, name);
        return policies.policy(registry, name)
                .orElseThrow(() -> new EcrException(ErrorCode.LIFECYCLE_POLICY_NOT_FOUND,
                        "Lifecycle policy does not exist for the repository with name '" + name
                                + "' in the registry with id '" + registry.account() + "'"));
    }

    /**
     * Deletes the policy.
     *
     * @return what it was
     * @throws EcrException RepositoryNotFoundException, LifecyclePolicyNotFoundException
     */
    public StoredLifecyclePolicy delete(Registry registry, RepositoryName name) {
        return Contention.retry(() -> {
            StoredLifecyclePolicy seen = get(registry, name);
            policies.delete(registry, name, seen);
            return seen;
        });
    }

    private Repository require(Registry registry, RepositoryName name) {
        return repositories.repository(registry, name)
                .orElseThrow(() -> EcrException.repositoryNotFound(registry, name));
    }
}
