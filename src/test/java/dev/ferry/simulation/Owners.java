package dev.ferry.simulation;

import dev.ferry.api.LifecyclePolicyTexts;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository.Encryption;
import dev.ferry.registry.RepositoryCreationTemplate;
import dev.ferry.registry.RepositoryCreationTemplate.AppliedFor;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.TagMutability;
import dev.ferry.registry.TemplatePrefix;
import dev.ferry.replication.FilterType;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.ReplicationRule;
import dev.ferry.replication.RepositoryFilter;
import dev.ferry.simulation.functions.Ferry;
import dev.ferry.store.replications.ReplicationListing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What the owners of registries set in them, and the person who runs Ferry does for them. */
final class Owners {
    static final List<TemplatePrefix> TEMPLATES =
            List.of(new TemplatePrefix("team"), new TemplatePrefix("prod"), TemplatePrefix.ROOT);
    private static final List<RepositoryFilter> FILTERS =
            Stream.of("team/", "prod/w", "te").map(RepositoryFilter::new).toList();
    /** What {@code ReplicationExtensions} allows; some of them contradict each other, and are refused. */
    private static final List<RepositoryFilter> EXTENSIONS = List.of(
            new RepositoryFilter("te"),
            new RepositoryFilter(FilterType.EXACT_MATCH, "prod/web"),
            new RepositoryFilter(FilterType.WILDCARD_MATCH, "*/app"),
            new RepositoryFilter(FilterType.EXCLUDE_EXACT_MATCH, "team/app"),
            new RepositoryFilter(FilterType.EXCLUDE_WILDCARD_MATCH, "prod/*"),
            new RepositoryFilter(FilterType.TAG_WILDCARD_MATCH, "v*"),
            new RepositoryFilter(FilterType.EXCLUDE_TAG_WILDCARD_MATCH, "late*"));
    private static final String REPOSITORY_POLICY = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":\"*\",\"Action\":\"ecr:BatchGetImage\"}]}";

    /** Each leaves the youngest image; the one deletes the others, the other archives them. */
    private static final List<String> LIFECYCLE_POLICIES = List.of(
            LifecyclePolicyTexts.any("imageCountMoreThan", 1),
            LifecyclePolicyTexts.policy(LifecyclePolicyTexts.rule(
                    LifecyclePolicyTexts.selection("\"tagStatus\":\"any\"", "imageCountMoreThan", 1), LifecyclePolicyTexts.ARCHIVE)));

    private final ClientRequests requests;

    Owners(ClientRequests requests) {
        this.requests = requests;
    }

    void configure(Chance chance, Registry registry) {
        ReplicationConfiguration configuration;
        try {
            configuration = configuration(chance, registry);
        } catch (InvalidValueException tooMuch) {
            return; // It cannot even be asked for.
        }
        requests.make(registry, "configure " + registry + " " + configuration,
                ferry -> ferry.replicationSettings.put(registry, configuration));
    }

    private static ReplicationConfiguration configuration(Chance chance, Registry registry) {
        List<ReplicationRule> rules = new ArrayList<>();
        for (int number = chance.below(3); number > 0 || rules.isEmpty() && chance.happens(0.8); number--) {
            List<Registry> destinations = chance.happens(0.03)
                    ? impossible(chance)
                    : World.REGISTRIES.stream()
                            .filter(destination -> chance.happens(destination.equals(registry) ? 0.03 : 0.5))
                            .toList();
            List<RepositoryFilter> filters = FILTERS.stream().filter(prefix -> chance.happens(0.25)).toList();
            if (chance.happens(0.4)) {
                filters = EXTENSIONS.stream().filter(any -> chance.happens(0.2)).toList();
            }
            if (!destinations.isEmpty()) {
                rules.add(new ReplicationRule(destinations, filters, deleteReplication(chance)));
            }
        }
        return new ReplicationConfiguration(rules);
    }

    private static Optional<Boolean> deleteReplication(Chance chance) {
        return chance.happens(0.3) ? Optional.empty() : Optional.of(chance.happens(0.8));
    }

    /** What a configuration must not have: another partition, or more than 25 destinations. */
    private static List<Registry> impossible(Chance chance) {
        return chance.happens(0.5)
                ? List.of(Registry.of(World.ONE.value(), "cn-north-1"))
                : LongStream.range(0, 26).mapToObj(number -> Registry.of(Long.toString(600_000_000_000L + number),
                        World.WEST.value())).toList();
    }

    void permit(Registry registry, RegistryPolicy policy) {
        requests.make(registry, "put registry policy " + policy + " of " + registry,
                ferry -> ferry.registryPolicies.put(registry, policy.text(registry)));
    }

    /** Has some of what failed in a Region attempted anew, as the person who runs Ferry may. */
    void retry(Chance chance, Registry registry) {
        boolean all = chance.happens(0.5);
        requests.make(registry, "retry " + (all ? "all" : "some") + " that failed in " + registry.region(), ferry -> {
            List<ReplicationListing.Entry> failed = ferry.listing.failed(registry.region(), Instant.EPOCH)
                    .filter(entry -> all || chance.happens(0.5))
                    .toList();
            ferry.failedReplications.retry(registry.region(), failed);
        });
    }

    /** Goes mostly where a rule goes; what there is to copy is for the backfill to find out. */
    void startBackfill(Chance chance, Registry registry) {
        int which = chance.below(100);
        requests.make(registry, "backfill " + registry, ferry -> {
            List<Registry> named = ferry.replicationSettings.of(registry).destinations().toList();
            List<Registry> all = which < 90 && !named.isEmpty() ? named : World.REGISTRIES;
            ferry.backfills.start(registry, all.get(which % all.size()));
        });
    }

    /** Stops one that has not ended, if there is one. */
    void stopBackfill(Registry registry) {
        requests.make(registry, "stop a backfill of " + registry, ferry -> ferry.backfills
                .page(registry, Optional.empty(), 10).items().stream()
                .filter(backfill -> backfill.status().mayBeStopped())
                .findFirst()
                .ifPresent(backfill -> ferry.backfills.stop(registry, backfill.id())));
    }

    void putLifecyclePolicy(Chance chance, Registry registry, RepositoryName name) {
        String policy = chance.of(LIFECYCLE_POLICIES);
        requests.make(registry, "put lifecycle policy of " + registry + "/" + name + ": " + policy,
                ferry -> ferry.lifecyclePolicies.put(registry, name, policy));
    }

    void deleteLifecyclePolicy(Registry registry, RepositoryName name) {
        requests.make(registry, "delete lifecycle policy of " + registry + "/" + name,
                ferry -> ferry.lifecyclePolicies.delete(registry, name));
    }

    void forbid(Registry registry) {
        requests.make(registry, "delete registry policy of " + registry, ferry -> ferry.registryPolicies.delete(registry));
    }

    void optIn(AccountId account, boolean enable) {
        requests.make(new Registry(account, World.WEST), (enable ? "enable " : "disable ") + World.CAPE_TOWN + " for " + account,
                ferry -> {
                    if (enable) {
                        ferry.optIns.enable(account, World.CAPE_TOWN);
                    } else {
                        ferry.optIns.disable(account, World.CAPE_TOWN);
                    }
                });
    }

    void deleteRole(AccountId account) {
        requests.make(new Registry(account, World.WEST), "delete the service-linked role of " + account,
                ferry -> ferry.roles.delete(Ferry.partition(), account));
    }

    /** Makes a template, or changes the one that is there. */
    void putTemplate(Chance chance, Registry registry, TemplatePrefix prefix) {
        RepositoryCreationTemplate wanted = new RepositoryCreationTemplate(
                prefix,
                chance.happens(0.8) ? Set.of(AppliedFor.REPLICATION) : Set.of(AppliedFor.CREATE_ON_PUSH),
                Optional.empty(),
                chance.happens(0.5) ? Clients.IMMUTABLE : TagMutability.MUTABLE,
                Encryption.DEFAULT,
                chance.happens(0.3) ? Map.of("stage", "prod") : Map.of(),
                chance.happens(0.5) ? Optional.of(REPOSITORY_POLICY) : Optional.empty(),
                Optional.empty(),
                chance.happens(0.7) ? Optional.of("arn:aws:iam::111122223333:role/tagger") : Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH);
        requests.make(registry, "put template " + prefix + " of " + registry, ferry -> {
            try {
                ferry.creationTemplates.create(registry, prefix, defaults -> wanted);
            } catch (EcrException there) {
                if (there.code() != ErrorCode.TEMPLATE_ALREADY_EXISTS) {
                    throw there;
                }
                ferry.creationTemplates.update(registry, prefix, seen -> wanted);
            }
        });
    }

    void deleteTemplate(Registry registry, TemplatePrefix prefix) {
        requests.make(registry, "delete template " + prefix + " of " + registry,
                ferry -> ferry.creationTemplates.delete(registry, prefix));
    }
}
