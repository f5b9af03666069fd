package dev.ferry.service.access;

import dev.ferry.identity.Caller;
import dev.ferry.policy.AccessRequest;
import dev.ferry.policy.Decision;
import dev.ferry.policy.PolicyDocument;
import dev.ferry.policy.PolicyDocument.Kind;
import dev.ferry.policy.RequestOrigin;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import dev.ferry.registry.Registry;
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
     * What is asked for.
     *
     * @param action  as policies name it: {@code ecr:PutImage}
     * @param context the condition keys that the request has besides those of its caller, its registry and its repository
     */
    public record Question(Caller caller, String action, Registry registry, Map<String, List<String>> context) {
        public Question {
            context = Map.copyOf(context);
        }

        /** Of the same caller and registry, for another action that the request comes to. */
        public Question about(String action) {
            return new Question(caller, action, registry, context);
        }

        /** About a caller's own account, as a Region keeps it: of IAM or Account Management. */
        public static Question ofAccount(Caller caller, String action, RegionName region, RequestOrigin origin) {
            return new Question(caller, action, new Registry(caller.account(), region), origin.conditionKeys());
        }
    }

    /**
     * Lets a request about these repositories pass; whether they exist is not told.
     *
     * @throws EcrException AccessDeniedException
     */
    public void requireForRepositories(Question question, List<RepositoryName> names) {
        Registry registry = question.registry();
        List<ItemKey> wanted = new ArrayList<>();
        wanted.add(PoliciesTable.registryPolicyKey(registry.account()));
        for (RepositoryName name : names) {
            wanted.add(PoliciesTable.repositoryPolicyKey(registry.account(), name));
            wanted.add(RepositoriesTable.key(registry.account(), name));
        }
        ReadSnapshot items = tables.get(registry.region(), wanted);
        for (RepositoryName name : names) {
            Optional<String> policy = policies.text(items, PoliciesTable.repositoryPolicyKey(registry.account(), name));
            require(question, about(question, name, items), items, policy);
        }
    }

    /** As {@link #requireForRepositories}, for a request that is about all repositories. */
    public void requireForAllRepositories(Question question) {
        require(question, RepositoryArn.any(partition(question.registry()), question.registry()));
    }

    /** As {@link #requireForRepositories}, for a request that is about repositories yet to be made by a template. */
    public void requireForRepositoriesUnder(Question question, TemplatePrefix prefix) {
        require(question, RepositoryArn.under(partition(question.registry()), question.registry(), prefix));
    }

    /** As {@link #requireForRepositories}, for a request that is about the registry itself. */
    public void requireForRegistry(Question question) {
        require(question, "*");
    }

    /** Whether the caller of a request could make it again if the repository had this policy. */
    boolean passesWith(PolicyDocument changed, Question question, RepositoryName name) {
        Registry registry = question.registry();
        ReadSnapshot items = tables.get(registry.region(), List.of(
                PoliciesTable.registryPolicyKey(registry.account()), RepositoriesTable.key(registry.account(), name)));
        AccessRequest request = about(question, name, items);
        return passes(question, List.of(registryPolicy(request, registry, items), changed.decide(request)));
    }

    private void require(Question question, String resource) {
        ReadSnapshot items = tables.get(question.registry().region(),
                List.of(PoliciesTable.registryPolicyKey(question.registry().account())));
        require(question, request(question, resource, question.context()), items, Optional.empty());
    }

    /**
     * Lets a request pass that no resource's policy is asked about, if the policy of the caller's access key allows it.
     *
     * @throws EcrException AccessDeniedException
     */
    public void requireOfCaller(Question question) {
        if (question.caller().policy().isPresent()) {
            requireOfCaller(question, request(question, "*", question.context()));
        }
    }

    /** What a key is narrowed to is all that it may do, whatever a resource's policy would let its account do. */
    private static void requireOfCaller(Question question, AccessRequest request) {
        Decision decision = question.caller().policy().map(policy -> policy.decide(request)).orElse(Decision.ALLOW);
        if (decision != Decision.ALLOW) {
            throw denied(question, request, decision == Decision.EXPLICIT_DENY
                    ? " with an explicit deny in an identity-based policy"
                    : " because no identity-based policy allows the " + question.action() + " action");
        }
    }

    private static EcrException denied(Question question, AccessRequest request, String why) {
        return new EcrException(ErrorCode.ACCESS_DENIED, "User: " + question.caller().principalArn()
                + " is not authorized to perform: " + question.action() + " on resource: " + request.resource() + why);
    }

    private void require(Question question, AccessRequest request, ReadSnapshot items, Optional<String> repositoryPolicy) {
        requireOfCaller(question, request);
        List<Decision> decisions = List.of(
                registryPolicy(request, question.registry(), items),
                repositoryPolicy.map(text -> PolicyDocument.parse(Kind.REPOSITORY, text).decide(request))
                        .orElse(Decision.IMPLICIT_DENY));
        if (!passes(question, decisions)) {
            String why = decisions.contains(Decision.EXPLICIT_DENY)
                    ? " with an explicit deny in a resource-based policy"
                    : " because no resource-based policy allows the " + question.action() + " action";
            throw denied(question, request, why);
        }
    }

    private Decision registryPolicy(AccessRequest request, Registry registry, ReadSnapshot items) {
        return policies.text(items, PoliciesTable.registryPolicyKey(registry.account()))
                .map(text -> PolicyDocument.parse(Kind.REGISTRY, text).decide(request))
                .orElse(Decision.IMPLICIT_DENY);
    }

    private static boolean passes(Question question, List<Decision> decisions) {
        boolean own = question.caller().account().equals(question.registry().account());
        return !decisions.contains(Decision.EXPLICIT_DENY) && (own || decisions.contains(Decision.ALLOW));
    }

    private AccessRequest about(Question question, RepositoryName name, ReadSnapshot items) {
        Map<String, List<String>> context = new HashMap<>(question.context());
        repositories.repository(items, question.registry(), name).ifPresent(repository ->
                repository.resourceTags().forEach((key, value) -> {
                    context.put("aws:ResourceTag/" + key, List.of(value));
                    context.put("ecr:ResourceTag/" + key, List.of(value));
                }));
        return request(
                question,
                RepositoryArn.of(partition(question.registry()), question.registry(), name).toString(),
                context);
    }

    private AccessRequest request(Question question, String resource, Map<String, List<String>> context) {
        return AccessRequests.of(question.caller().principalArn(), question.action(), question.registry(), resource,
                clock.instant(), context);
    }

    private Regions.Partition partition(Registry registry) {
        return regions.partitionOf(registry.region()).orElseThrow();
    }
}
