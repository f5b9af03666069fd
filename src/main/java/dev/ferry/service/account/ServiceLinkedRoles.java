package dev.ferry.service.account;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RoleDeletion;
import dev.ferry.registry.ServiceLinkedRole;
import dev.ferry.store.Contention;
import dev.ferry.store.ContentionException;
import dev.ferry.store.SettingsTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The service-linked role of replication: made at an account's first configuration, once whatever races, and kept while a
 * configuration in any Region needs it.
 */
@ApplicationScoped
public class ServiceLinkedRoles {
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final SettingsTable settings;
    private final Regions regions;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public ServiceLinkedRoles(SettingsTable settings, Regions regions, Clock clock) {
        this.settings = settings;
        this.regions = regions;
        this.clock = clock;
    }

    /** Makes the role of the registry's account if it is not there, and keeps it for the registry's Region. */
    public void ensure(Registry registry) {
        RegionName home = regions.partitionOf(registry.region()).orElseThrow().homeRegion();
        settings.ensureServiceLinkedRole(home, registry.account(), newId(), clock.instant(), registry.region());
    }

    /** Whether the role of the registry's account is there. */
    public boolean isThere(Registry registry) {
        return find(regions.partitionOf(registry.region()).orElseThrow(), registry.account()).isPresent();
    }

    /** The ids of roles start with {@code AROA} (IAM user guide, "IAM identifiers"). */
    private String newId() {
        StringBuilder id = new StringBuilder("AROA");
        random.ints(17, 0, ID_CHARACTERS.length()).forEach(index -> id.append(ID_CHARACTERS.charAt(index)));
        return id.toString();
    }

    public Optional<ServiceLinkedRole> find(Regions.Partition partition, AccountId account) {
        return settings.serviceLinkedRole(partition.homeRegion(), account);
    }

    /** Makes the role; false if it was there. */
    public boolean create(Regions.Partition partition, AccountId account) {
        return settings.createServiceLinkedRole(partition.homeRegion(),
                new ServiceLinkedRole(account, newId(), clock.instant(), Set.of()));
    }

    /**
     * Deletes the role unless a configuration needs it. As in IAM the outcome is asked for by the task's id.
     *
     * @return the task, or empty if there is no role
     */
    public Optional<String> delete(Regions.Partition partition, AccountId account) {
        return Contention.retry(() -> find(partition, account).map(role -> {
            String task = "task" + ServiceLinkedRole.PATH + ServiceLinkedRole.NAME + "/" + UUID.randomUUID();
            List<RegionName> inUse = role.regions().stream()
                    .sorted()
                    .filter(region -> !settings.replication(new Registry(account, region)).rules().isEmpty())
                    .toList();
            if (inUse.isEmpty() && !settings.deleteServiceLinkedRole(partition.homeRegion(), role)) {
                throw new ContentionException("a configuration came to need the role");
            }
            settings.putRoleDeletion(partition.homeRegion(), account, task, new RoleDeletion(inUse));
            return task;
        }));
    }

    public Optional<RoleDeletion> deletion(Regions.Partition partition, AccountId account, String task) {
        return settings.roleDeletion(partition.homeRegion(), account, task);
    }
}
