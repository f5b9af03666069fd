package dev.ferry.service.access;

import static dev.ferry.policy.ActionScope.CALLER;
import static dev.ferry.policy.ActionScope.REQUESTED;
import static dev.ferry.policy.ActionScope.TEMPLATE;

import dev.ferry.policy.AccessRequest;
import dev.ferry.policy.ActionScope;
import dev.ferry.policy.Decision;
import dev.ferry.policy.PolicyDocument;
import dev.ferry.policy.PolicyDocument.Kind;
import dev.ferry.registry.AccessDeniedException;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.Regions;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryArn;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.TemplatePrefix;
import dev.ferry.store.ItemKey;
import dev.ferry.store.PoliciesTable;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.RepositoriesTable;
import dev.ferry.store.Tables;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges a request by the registry policy and by the policy of the repository that it is about (ECR user guide, "Private
 * repository policies", "Private registry permissions"; IAM User Guide, "Policy evaluation logic"). An account may do all
 * in its own registry that neither policy denies; another account only what one of them allows and neither denies. A
 * caller whose access key is narrowed by a policy needs that policy's leave as well.
 */
@ApplicationScoped
public class ResourcePolicies {
    private final Tables tables;
    private final PoliciesTable policies;
    private final RepositoriesTable repositories;
    private final Regions regions;
    private final Clock clock;

    public ResourcePolicies(
            Tables tables, PoliciesTable policies, RepositoriesTable repositories, Regions regions, Clock clock) {
        this.tables = tables;
        this.policies = policies;
        this.repositories = repositories;
        this.regions = regions;
        this.clock = clock;
    }

    /**
     * Lets a request about these repositories pass if each of its actions is allowed on each of them; whether they exist is
     * not told.
     *
     * @return those that there are
     * @throws EcrException AccessDeniedException for the first action that is not allowed
     */
    public List<Repository> requireForRepositories(AuthorizationRequest authorization, List<RepositoryName> names) {
        ReadSnapshot items = items(authorization.registry(), names);
        names.forEach(name -> require(authorization, name, items));
        return names.stream().flatMap(name -> repositories.repository(items, authorization.registry(), name).stream()).toList();
    }

    /** Those of the repositories that a request may be about. */
    public List<RepositoryName> allowed(AuthorizationRequest authorization, List<RepositoryName> names) {
        ReadSnapshot items = items(authorization.registry(), names);
        return names.stream().filter(name -> isAllowed(authorization, name, items)).toList();
    }

    private boolean isAllowed(AuthorizationRequest authorization, RepositoryName name, ReadSnapshot items) {
        try {
            require(authorization, name, items);
            return true;
        } catch (AccessDeniedException denied) {
            return false;
        }
    }

    private ReadSnapshot items(Registry registry, List<RepositoryName> names) {
        List<ItemKey> wanted = new ArrayList<>();
        wanted.add(PoliciesTable.registryPolicyKey(registry.account()));
        for (RepositoryName name : names) {
            wanted.add(PoliciesTable.repositoryPolicyKey(registry.account(), name));
            wanted.add(RepositoriesTable.key(registry.account(), name));
        }
        return tables.get(registry.region(), wanted);
    }

    private void require(AuthorizationRequest authorization, RepositoryName name, ReadSnapshot items) {
        Optional<String> policy =
                policies.text(items, PoliciesTable.repositoryPolicyKey(authorization.registry().account(), name));
        about(authorization, name, items).forEach(request -> require(authorization, request, items, policy));
    }

    /** As {@link #requireForRepositories}, for a request that is about all repositories. */
    public void requireForAllRepositories(AuthorizationRequest authorization) {
        require(authorization, REQUESTED, RepositoryArn.any(partition(authorization.registry()), authorization.registry()));
    }

    /** As {@link #requireForRepositories}, for what a request comes to for the repositories of a creation template. */
    public void requireForRepositoriesUnder(AuthorizationRequest authorization, TemplatePrefix prefix) {
        require(authorization, TEMPLATE,
                RepositoryArn.under(partition(authorization.registry()), authorization.registry(), prefix));
    }

    /** As {@link #requireForRepositories}, for a request that is about the registry itself. */
    public void requireForRegistry(AuthorizationRequest authorization) {
        require(authorization, REQUESTED, "*");
    }

    /** Whether the caller of a request could make it again if the repository had this policy. */
    boolean passesWith(PolicyDocument changed, AuthorizationRequest authorization, RepositoryName name) {
        Registry registry = authorization.registry();
        ReadSnapshot items = tables.get(registry.region(), List.of(
                PoliciesTable.registryPolicyKey(registry.account()), RepositoriesTable.key(registry.account(), name)));
        return about(authorization, name, items).stream().allMatch(request -> passes(
                authorization, List.of(registryPolicy(request, registry, items), changed.decide(request))));
    }

    private void require(AuthorizationRequest authorization, ActionScope scope, String resource) {
        List<AccessRequest> requests = requests(authorization, scope, resource, authorization.context());
        if (!requests.isEmpty()) {
            ReadSnapshot items = tables.get(authorization.registry().region(),
                    List.of(PoliciesTable.registryPolicyKey(authorization.registry().account())));
            requests.forEach(request -> require(authorization, request, items, Optional.empty()));
        }
    }

    /**
     * Lets a request pass that no resource's policy is asked about, if the policy of the caller's access key allows it.
     *
     * @throws EcrException AccessDeniedException
     */
    public void requireOfCaller(AuthorizationRequest authorization) {
        if (authorization.caller().policy().isPresent()) {
            requests(authorization, CALLER, "*", authorization.context())
                    .forEach(request -> requireOfCaller(authorization, request));
        }
    }

    /** What a key is narrowed to is all that it may do, whatever a resource's policy would let its account do. */
    private static void requireOfCaller(AuthorizationRequest authorization, AccessRequest request) {
        Decision decision = authorization.caller().policy().map(policy -> policy.decide(request)).orElse(Decision.ALLOW);
        if (decision != Decision.ALLOW) {
            throw denied(authorization, request, decision == Decision.EXPLICIT_DENY
                    ? " with an explicit deny in an identity-based policy"
                    : " because no identity-based policy allows the " + request.action() + " action");
        }
    }

    private static EcrException denied(AuthorizationRequest authorization, AccessRequest request, String why) {
        return new AccessDeniedException("User: " + authorization.caller().principalArn()
                + " is not authorized to perform: " + request.action() + " on resource: " + request.resource() + why);
    }

    private void require(
            AuthorizationRequest authorization, AccessRequest request, ReadSnapshot items, Optional<String> repositoryPolicy) {
        requireOfCaller(authorization, request);
        List<Decision> decisions = List.of(
                registryPolicy(request, authorization.registry(), items),
                repositoryPolicy.map(text -> PolicyDocument.parse(Kind.REPOSITORY, text).decide(request))
                        .orElse(Decision.IMPLICIT_DENY));
        if (!passes(authorization, decisions)) {
            String why = decisions.contains(Decision.EXPLICIT_DENY)
                    ? " with an explicit deny in a resource-based policy"
                    : " because no resource-based policy allows the " + request.action() + " action";
            throw denied(authorization, request, why);
        }
    }

    private Decision registryPolicy(AccessRequest request, Registry registry, ReadSnapshot items) {
        return policies.text(items, PoliciesTable.registryPolicyKey(registry.account()))
                .map(text -> PolicyDocument.parse(Kind.REGISTRY, text).decide(request))
                .orElse(Decision.IMPLICIT_DENY);
    }

    private static boolean passes(AuthorizationRequest authorization, List<Decision> decisions) {
        boolean own = authorization.caller().account().equals(authorization.registry().account());
        return !decisions.contains(Decision.EXPLICIT_DENY) && (own || decisions.contains(Decision.ALLOW));
    }

    private List<AccessRequest> about(AuthorizationRequest authorization, RepositoryName name, ReadSnapshot items) {
        Map<String, List<String>> context = new HashMap<>(authorization.context());
        repositories.repository(items, authorization.registry(), name).ifPresent(repository ->
                repository.resourceTags().forEach((key, value) -> {
                    context.put("aws:ResourceTag/" + key, List.of(value));
                    context.put("ecr:ResourceTag/" + key, List.of(value));
                }));
        return requests(
                authorization,
                REQUESTED,
                RepositoryArn.of(partition(authorization.registry()), authorization.registry(), name).toString(),
                context);
    }

    private List<AccessRequest> requests(
            AuthorizationRequest authorization, ActionScope scope, String resource, Map<String, List<String>> context) {
        return authorization.actions(scope).stream()
                .map(action -> AccessRequests.of(authorization.caller().principalArn(), action, authorization.registry(),
                        resource, clock.instant(), context))
                .toList();
    }

    private Regions.Partition partition(Registry registry) {
        return regions.partitionOf(registry.region()).orElseThrow();
    }
}
