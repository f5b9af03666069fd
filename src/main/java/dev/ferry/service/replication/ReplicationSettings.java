package dev.ferry.service.replication;

import dev.ferry.clients.RuleSettings;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Regions;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.RepositoryFilters;
import dev.ferry.service.account.RegionOptIns;
import dev.ferry.service.account.ServiceLinkedRoles;
import dev.ferry.store.SettingsTable;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** A registry's replication configuration, put and read. */
@ApplicationScoped
public class ReplicationSettings {
    private static final Logger LOG = Logger.getLogger(ReplicationSettings.class);

    private final SettingsTable settings;
    private final ServiceLinkedRoles roles;
    private final RegionOptIns optIns;
    private final Regions regions;
    private final RuleSettings limits;

    public ReplicationSettings(
            SettingsTable settings, ServiceLinkedRoles roles, RegionOptIns optIns, Regions regions,
            RuleSettings limits) {
        this.settings = settings;
        this.roles = roles;
        this.optIns = optIns;
        this.regions = regions;
        this.limits = limits;
    }

    public ReplicationConfiguration of(Registry registry) {
        return settings.replication(registry);
    }

    /**
     * Replaces the whole configuration. It holds for the pushes that come after it; nothing that is there is copied or
     * deleted.
     *
     * @throws EcrException InvalidParameterException for more rules than the stack allows, for filters that contradict each
     *     other, for a destination that is the registry itself, in no Region, in another partition, or in a Region that the
     *     account has not enabled; nothing was written
     */
    public void put(Registry registry, ReplicationConfiguration configuration) {
        if (configuration.rules().size() > limits.replicationRules()) {
            throw EcrException.invalidParameter("replicationConfiguration.rules",
                    "Member must have length less than or equal to " + limits.replicationRules());
        }
        for (int rule = 0; rule < configuration.rules().size(); rule++) {
            requireNoContradiction(configuration.rules().get(rule).filters(), rule + 1);
        }
        configuration.destinations().forEach(destination -> requirePossible(registry, destination));
        if (configuration.rules().isEmpty()) {
            settings.putReplication(registry, configuration);
        } else {
            roles.ensure(registry);
            settings.putReplication(registry, configuration);
            // Between the two writes the role could be deleted, for no configuration needed it yet.
            roles.ensure(registry);
        }
        LOG.infof("%s replicates to %s", registry, configuration.destinations().toList());
    }

    private static void requireNoContradiction(RepositoryFilters filters, int rule) {
        try {
            filters.requireNoContradiction();
        } catch (InvalidValueException contradiction) {
            throw EcrException.invalidParameter(
                    "replicationConfiguration.rules." + rule + ".member.repositoryFilters", contradiction.getMessage());
        }
    }

    private void requirePossible(Registry registry, Registry destination) {
        if (destination.equals(registry)) {
            throw EcrException.invalidParameter(
                    "replicationConfiguration", "Replication destination cannot be the same as the source registry");
        }
        boolean samePartition = regions.partitionOf(destination.region())
                .equals(regions.partitionOf(registry.region()));
        if (!samePartition) {
            throw new EcrException(ErrorCode.INVALID_PARAMETER, "Invalid region '" + destination.region() + "'");
        }
        if (!optIns.isEnabled(registry.account(), destination.region())) {
            throw EcrException.invalidParameter("replicationConfiguration",
                    "Region '" + destination.region() + "' is not enabled for the account '" + registry.account() + "'");
        }
    }
}
