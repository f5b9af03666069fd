package dev.ferry.service.account;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import dev.ferry.store.SettingsTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Set;

/** Which Regions an account may use (AWS Account Management, "Enable or disable AWS Regions in your account"). */
@ApplicationScoped
public class RegionOptIns {
    private final SettingsTable settings;
    private final Regions regions;
    private final Clock clock;

    public RegionOptIns(SettingsTable settings, Regions regions, Clock clock) {
        this.settings = settings;
        this.regions = regions;
        this.clock = clock;
    }

    /** Whether the account may use the Region; one that does not exist is enabled for nobody. */
    public boolean isEnabled(AccountId account, RegionName region) {
        return regions.partitionOf(region)
                .map(partition -> !regions.needsOptIn(region)
                        || settings.isOptedIn(partition.homeRegion(), account, region))
                .orElse(false);
    }

    /** The opt-in Regions of a partition that the account has enabled. */
    public Set<RegionName> enabled(Regions.Partition partition, AccountId account) {
        return settings.optIns(partition.homeRegion(), account);
    }

    public void enable(AccountId account, RegionName region) {
        settings.enable(optInPartition(region).homeRegion(), account, region, clock.instant());
    }

    public void disable(AccountId account, RegionName region) {
        settings.disable(optInPartition(region).homeRegion(), account, region);
    }

    private Regions.Partition optInPartition(RegionName region) {
        return regions.partitionOf(region)
                .filter(partition -> regions.needsOptIn(region))
                .orElseThrow(() -> new EcrException(ErrorCode.VALIDATION,
                        "The Region " + region + " cannot be enabled or disabled"));
    }
}
