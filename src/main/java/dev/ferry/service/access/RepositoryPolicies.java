package dev.ferry.service.access;

import dev.ferry.policy.InvalidPolicyException;
import dev.ferry.policy.PolicyDocument;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryName;
import dev.ferry.store.PoliciesTable;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.Tables;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The policies of repositories, set, read and deleted (ECR user guide, "Private repository policies"). */
@ApplicationScoped
public class RepositoryPolicies {
    private final Tables tables;
    private final PoliciesTable policies;
    private final RepositoriesTable repositories;
    private final ResourcePolicies access;

    public RepositoryPolicies(
            Tables tables, PoliciesTable policies, RepositoriesTable repositories, ResourcePolicies access) {
        this.tables = tables;
        this.policies = policies;
        this.repositories = repositories;
        this.access = access;
    }

    /**
     * Replaces the policy.
     *
     * @param authorization the request to set it
     * @param force    whether it may be a policy that would keep the caller from setting another one
     * @throws EcrException RepositoryNotFoundException, or InvalidParameterException that says what is wrong with the
     *     text; nothing was written
     */
    public void set(AuthorizationRequest authorization, RepositoryName name, String text, boolean force) {
        Registry registry = authorization.registry();
        Repository repository = require(registry, name);
        PolicyDocument policy = parse("PolicyText", text);
        if (!force && !access.passesWith(policy, authorization, name)) {
            throw EcrException.invalidParameter("PolicyText", "The policy would keep " + authorization.caller().principalArn()
                    + " from setting another one; set it with force if that is meant");
        }
        // With the repository, so that a policy never outlives a repository that is being deleted.
        tables.commit(registry.region(), List.of(
                repositories.isThere(repository),
                policies.putting(PoliciesTable.repositoryPolicyKey(registry.account(), name), text)));
    }

    /**
     * Reads a policy that a repository can have.
     *
     * @throws EcrException InvalidParameterException at the parameter that says what is wrong with the text
     */
    public static PolicyDocument parse(String parameter, String text) {
        try {
            PolicyDocument policy = PolicyDocument.parse(PolicyDocument.Kind.REPOSITORY, text);
            policy.requireOfRepository();
            return policy;
        } catch (InvalidPolicyException invalid) {
            throw EcrException.invalidParameter(
                    parameter, "Invalid repository policy provided: " + invalid.getMessage());
        }
    }

    /** @throws EcrException RepositoryNotFoundException, RepositoryPolicyNotFoundException */
    public String get(Registry registry, RepositoryName name) {
        require(registry, name);
        return found(registry, name,
                policies.text(registry.region(), PoliciesTable.repositoryPolicyKey(registry.account(), name)));
    }

    /**
     * Deletes the policy.
     *
     * @return the text that it had
     * @throws EcrException RepositoryNotFoundException, RepositoryPolicyNotFoundException
     */
    public String delete(Registry registry, RepositoryName name) {
        require(registry, name);
        return found(registry, name,
                policies.delete(registry.region(), PoliciesTable.repositoryPolicyKey(registry.account(), name)));
    }

    private Repository require(Registry registry, RepositoryName name) {
        return repositories.repository(registry, name)
                .orElseThrow(() -> EcrException.repositoryNotFound(registry, name));
    }

    private static String found(Registry registry, RepositoryName name, Optional<String> text) {
        return text.orElseThrow(() -> new EcrException(ErrorCode.REPOSITORY_POLICY_NOT_FOUND,
                "Repository policy does not exist for the repository with name '" + name + "' in the registry with id '"
                        + registry.account() + "'"));
    }
}
