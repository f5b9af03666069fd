package dev.ferry.cli.console;

import dev.ferry.cli.Stack;
import dev.ferry.identity.IssuedKey;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ReplicationConfiguration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The registries whose accounts have an access key in their Region, and their rules. */
final class KnownRegistries {
    private KnownRegistries() {}

    static Map<Registry, ReplicationConfiguration> of(Stack stack) {
        Map<Registry, ReplicationConfiguration> known = new TreeMap<>();
        for (RegionName region : stack.regions()) {
            stack.keys().list(region, Optional.empty())
                    .map(IssuedKey::account)
                    .distinct()
                    .map(account -> new Registry(account, region))
                    .forEach(registry -> known.put(registry, stack.settings().replication(registry)));
        }
        return known;
    }
}
