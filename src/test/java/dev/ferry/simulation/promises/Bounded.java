package dev.ferry.simulation.promises;

import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.simulation.World;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.ItemName;

/**
 * Promise 11: a configuration has at most 10 rules, 100 filters a rule and 25 destinations; a Region not enabled for the
 * account, another partition, or the registry itself as destination is refused.
 */
public final class Bounded implements Promise {

    @Override
    public void committed(Commit commit, History history) {
        commit.changes("settings", "replication").filter(change -> change.after().isPresent()).forEach(change -> {
            Configuration configuration = Configuration.of(Change.text(change.after(), "configuration"));
            if (configuration.rules().size() > 10 || configuration.mostFilters() > 100
                    || configuration.destinations().size() > 25) {
                throw violation("%s is larger than a configuration may be", change.item());
            }
            Registry registry = Registry.of(change.item().partition(), change.item().region().value());
            configuration.destinations().forEach(destination -> requirePossible(registry, destination, commit, history));
        });
    }

    private void requirePossible(Registry registry, Registry destination, Commit commit, History history) {
        if (destination.equals(registry) || !World.REGIONS.contains(destination.region())) {
            throw violation("%s replicates to %s", registry, destination);
        }
        RegionName region = destination.region();
        ItemName optIn = new ItemName(World.HOME, "settings", registry.account().value(), "region#" + region);
        if (region.equals(World.CAPE_TOWN)
                && history.since(commit.by().readSince(), optIn).allMatch(item -> item.isEmpty())) {
            throw violation("%s replicates to %s, which its account has not enabled", registry, destination);
        }
    }
}
