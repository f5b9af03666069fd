package dev.ferry.service.replication;

import dev.ferry.policy.AccessRequest;
import dev.ferry.policy.Decision;
import dev.ferry.policy.EcrAction;
import dev.ferry.policy.PolicyDocument;
import dev.ferry.policy.PolicyDocument.Judgement;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryArn;
import dev.ferry.registry.ServiceLinkedRole;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.ReplicationState.Granted;
import dev.ferry.service.access.AccessRequests;
import dev.ferry.store.PoliciesTable;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.SettingsTable;
import dev.ferry.store.Tables;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges, once for each replication, whether it may take place: the source's service-linked role, the Regions that the
 * two accounts have enabled, and the registry policy of a destination in another account (ECR user guide, "Private
 * registry permissions").
 */
@ApplicationScoped
public class ReplicationAuthorizer {
    private final Tables tables;
    private final SettingsTable settings;
    private final PoliciesTable policies;
    private final Regions regions;
    private final Clock clock;

    public ReplicationAuthorizer(Tables tables, SettingsTable settings, PoliciesTable policies, Regions regions, Clock clock) {
        this.tables = tables;
        this.settings = settings;
        this.policies = policies;
        this.regions = regions;
        this.clock = clock;
    }

    /**
     * @param atDestination what was read there; the registry policy is among it
     * @throws ReplicationRefusedException when it may not take place
     */
    Granted authorize(ImageAction action, Registry destination, ReadSnapshot atDestination) {
        Regions.Partition partition = regions.partitionOf(destination.region())
                .orElseThrow(() -> new ReplicationRefusedException(FailureCode.REGION_NOT_ENABLED,
                        "There is no Region " + destination.region()));
        requireAccountsReady(action.registry(), destination, partition.homeRegion());
        Judgement judgement = judgement(action, destination, partition, atDestination, EcrAction.REPLICATE_IMAGE);
        if (!isAllowed(action, destination, judgement)) {
            throw new ReplicationRefusedException(FailureCode.ACCESS_DENIED, "The registry policy of " + destination.account()
                    + " in " + destination.region() + " does not allow " + action.registry().account() + " " + EcrAction.REPLICATE_IMAGE
                    + " on the repository " + action.repository()
                    + judgement.statement().map(deciding -> ": its statement " + deciding + " denies it").orElse(""));
        }
        return new Granted(clock.instant(), isAllowed(action, destination,
                judgement(action, destination, partition, atDestination, EcrAction.CREATE_REPOSITORY)));
    }

    /** Which statement of the destination's registry policy allows or denies the replication, if one does. */
    Optional<String> decidingStatement(ImageAction action, Registry destination, ReadSnapshot atDestination) {
        return regions.partitionOf(destination.region()).flatMap(partition ->
                judgement(action, destination, partition, atDestination, EcrAction.REPLICATE_IMAGE).statement());
    }

    private void requireAccountsReady(Registry source, Registry destination, RegionName home) {
        ReadSnapshot account = tables.get(home, List.of(
                SettingsTable.serviceLinkedRoleKey(source.account()),
                SettingsTable.optInKey(source.account(), source.region()),
                SettingsTable.optInKey(destination.account(), destination.region())));
        if (settings.serviceLinkedRole(account, source.account()).isEmpty()) {
            throw new ReplicationRefusedException(FailureCode.SERVICE_LINKED_ROLE_NOT_FOUND, "The account " + source.account()
                    + " has no service-linked role " + ServiceLinkedRole.NAME
                    + "; putting its replication configuration again creates the role");
        }
        requireEnabled(account, source.account(), source.region());
        requireEnabled(account, destination.account(), destination.region());
    }

    private void requireEnabled(ReadSnapshot items, AccountId account, RegionName region) {
        if (regions.needsOptIn(region) && !settings.isOptedIn(items, account, region)) {
            throw new ReplicationRefusedException(FailureCode.REGION_NOT_ENABLED,
                    "The Region " + region + " is not enabled for the account " + account);
        }
    }

    /** Within an account nothing has to be granted, yet a policy may forbid it; another account has to allow it. */
    private static boolean isAllowed(ImageAction imageAction, Registry destination, Judgement judgement) {
        return destination.account().equals(imageAction.registry().account())
                ? judgement.decision() != Decision.EXPLICIT_DENY
                : judgement.decision() == Decision.ALLOW;
    }

    private Judgement judgement(
            ImageAction imageAction, Registry destination, Regions.Partition partition, ReadSnapshot atDestination, String action) {
        return policies.text(atDestination, PoliciesTable.registryPolicyKey(destination.account()))
                .map(policy -> PolicyDocument.parse(PolicyDocument.Kind.REGISTRY, policy)
                        .judge(request(imageAction, destination, partition, action)))
                .orElse(Judgement.NONE);
    }

    private AccessRequest request(ImageAction imageAction, Registry destination, Regions.Partition partition, String action) {
        return AccessRequests.of(
                ServiceLinkedRole.arn(partition, imageAction.registry().account()),
                action,
                destination,
                RepositoryArn.of(partition, destination, imageAction.repository()).toString(),
                clock.instant(),
                Map.of());
    }
}
