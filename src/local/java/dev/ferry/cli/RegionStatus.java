package dev.ferry.cli;

import dev.ferry.identity.IssuedKey;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Backfill;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a Region's stack stands, without what is open or failed one by one.
 *
 * @param registries     those that have an access key there, or something open or failed, by their accounts
 * @param backfills      that have not ended
 * @param needsAttention whether a person should look at it: something failed, or is open for too long
 */
public record RegionStatus(RegionName region, List<RegistryStatus> registries, List<Backfill> backfills, boolean needsAttention) {

    /** @param destinations that its replication configuration names */
    public record RegistryStatus(Registry registry, List<Registry> destinations, long open, long failed) {
        private boolean isOfNote() {
            return !destinations.isEmpty() || open > 0 || failed > 0;
        }
    }

    private static final class Counts {
        private long open;
        private long failed;
    }

    public static RegionStatus of(RegionEntries entries, Duration openTooLong, Instant now) {
        Map<String, Counts> counts = new TreeMap<>();
        boolean[] attention = new boolean[1];
        entries.stack().keys().list(entries.region(), entries.account()).map(IssuedKey::account)
                .forEach(owner -> counts.put(owner.value(), new Counts()));
        entries.open().forEach(entry -> {
            counts.computeIfAbsent(entry.source().account().value(), owner -> new Counts()).open++;
            attention[0] |= entry.lag(now).compareTo(openTooLong) > 0;
        });
        entries.failed().forEach(entry -> {
            counts.computeIfAbsent(entry.source().account().value(), owner -> new Counts()).failed++;
            attention[0] = true;
        });
        List<RegistryStatus> registries = counts.entrySet().stream()
                .map(counted -> {
                    Registry registry = Registry.of(counted.getKey(), entries.region().value());
                    return new RegistryStatus(
                            registry,
                            entries.stack().settings().replication(registry).destinations().toList(),
                            counted.getValue().open,
                            counted.getValue().failed);
                })
                .toList();
        List<Backfill> backfills = entries.stack().backfillRecords().open(entries.region())
                .filter(backfill -> entries.account().map(wanted -> wanted.equals(backfill.registry().account())
                        || wanted.equals(backfill.destination().account())).orElse(true))
                .toList();
        return new RegionStatus(entries.region(), registries, backfills, attention[0]);
    }

    /** The same without the registries that replicate nowhere, and of which nothing is open or failed. */
    RegionStatus ofNote() {
        return new RegionStatus(
                region, registries.stream().filter(RegistryStatus::isOfNote).toList(), backfills, needsAttention);
    }
}
