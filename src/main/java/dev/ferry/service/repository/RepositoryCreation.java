package dev.ferry.service.repository;

import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryCreationTemplate;
import dev.ferry.registry.RepositoryCreationTemplate.AppliedFor;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.TemplatePrefix;
import dev.ferry.registry.lifecycle.InvalidLifecyclePolicyException;
import dev.ferry.registry.lifecycle.LifecyclePolicy;
import dev.ferry.store.CreationTemplates;
import dev.ferry.store.LifecyclePoliciesTable;
import dev.ferry.store.PoliciesTable;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Repositories that are made on someone's behalf, as the registry's creation templates have them (ECR user guide,
 * "Templates to control repositories created during a pull through cache, create on push, or replication action").
 */
@ApplicationScoped
public class RepositoryCreation {
    private final CreationTemplates templates;
    private final RepositoriesTable repositories;
    private final PoliciesTable policies;
    private final LifecyclePoliciesTable lifecyclePolicies;
    private final Clock clock;

    public RepositoryCreation(
            CreationTemplates templates, RepositoriesTable repositories, PoliciesTable policies,
            LifecyclePoliciesTable lifecyclePolicies, Clock clock) {
        this.templates = templates;
        this.repositories = repositories;
        this.policies = policies;
        this.lifecyclePolicies = lifecyclePolicies;
        this.clock = clock;
    }

    /**
     * A repository that is to be made.
     *
     * @param writes the parts of a transaction that make it with its policies, for the one who comes first
     */
    public record NewRepository(Repository repository, List<Write> writes) {
        public NewRepository {
            writes = List.copyOf(writes);
        }
    }

    /** The template for a repository on this occasion: of those that are for it, the one with the longest prefix. */
    public Optional<RepositoryCreationTemplate> template(Registry registry, RepositoryName name, AppliedFor occasion) {
        return templates.templates(registry, TemplatePrefix.of(name)).stream()
                .filter(template -> template.appliedFor().contains(occasion))
                .findFirst();
    }

    /** @param template empty for ECR's defaults */
    public NewRepository begin(Registry registry, RepositoryName name, Optional<RepositoryCreationTemplate> template) {
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Repository repository = template.map(given -> given.repository(registry, name, id, now))
                .orElseGet(() -> Repository.withDefaults(registry, name, id, now));
        List<Write> writes = new ArrayList<>();
        writes.add(repositories.creation(repository));
        template.flatMap(RepositoryCreationTemplate::repositoryPolicy).ifPresent(text ->
                writes.add(policies.putting(PoliciesTable.repositoryPolicyKey(registry.account(), name), text)));
        template.flatMap(RepositoryCreationTemplate::lifecyclePolicy).filter(RepositoryCreation::isLifecyclePolicy)
                .ifPresent(text -> writes.addAll(lifecyclePolicies.putting(registry, name, text)));
        return new NewRepository(repository, writes);
    }

    /** A template may be as old as from when any text was taken. */
    private static boolean isLifecyclePolicy(String text) {
        try {
            LifecyclePolicy.parse(text);
            return true;
        } catch (InvalidLifecyclePolicyException other) {
            return false;
        }
    }

    /** Why a template that lacks a role makes no repository. */
    public static String missingRole(Registry registry, RepositoryName name, RepositoryCreationTemplate template) {
        return "The repository " + name + " does not exist in the registry " + registry + ", and its creation template '"
                + template.prefix()
                + "' cannot make it: it sets resource tags or KMS encryption, which needs a customRoleArn";
    }
}
