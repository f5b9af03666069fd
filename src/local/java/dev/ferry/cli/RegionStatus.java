package dev.ferry.cli;

import dev.ferry.identity.IssuedKey;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Backfill;
import dev.ferry.store.replications.ReplicationListing.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How a Region's stack stands.
 *
 * @param registries those that have an access key there, or something open or failed, by their accounts
 * @param open       what has not ended, that which was pushed first first
 * @param failed     what failed lately, the latest first
 * @param backfills  that have not ended
 */
record RegionStatus(
        RegionName region, List<RegistryStatus> registries, List<Entry> open, List<Entry> failed, List<Backfill> backfills) {

    /** @param destinations that its replication configuration names */
    record RegistryStatus(Registry registry, List<Registry> destinations, long open, long failed) {}

    /**
     * @param account of the registries that are looked at, as source or as destination; empty for all
     * @param since   from when on failures are of interest
     */
    static RegionStatus of(Stack stack, RegionName region, Optional<AccountId> account, Instant since) {
        Predicate<Entry> wanted = entry -> account.isEmpty()
                || entry.source().account().equals(account.get())
                || entry.destination().map(Registry::account).equals(account);
        List<Entry> open = stack.listing().open(region)
                .filter(wanted)
                .sorted(Comparator.comparing(Entry::pushedAt))
                .toList();
        List<Entry> failed = stack.listing().failed(region, since)
                .filter(wanted)
                .sorted(Comparator.comparing((Entry entry) -> entry.pushedAt().plus(entry.lag(since))).reversed())
                .toList();
        List<Backfill> backfills = stack.backfillRecords().open(region)
                .filter(backfill -> account.map(wantedAccount -> wantedAccount.equals(backfill.registry().account())
                        || wantedAccount.equals(backfill.destination().account())).orElse(true))
                .toList();
        TreeMap<String, Registry> registries = new TreeMap<>();
        Stream.concat(
                        stack.keys().list(region, account).map(IssuedKey::account),
                        Stream.concat(open.stream(), failed.stream()).map(entry -> entry.source().account()))
                .forEach(owner -> registries.put(owner.value(), new Registry(owner, region)));
        return new RegionStatus(
                region,
                registries.values().stream()
                        .map(registry -> new RegistryStatus(
                                registry,
                                stack.settings().replication(registry).destinations().toList(),
                                of(open, registry),
                                of(failed, registry)))
                        .toList(),
                open,
                failed,
                backfills);
    }

    /** The same without the registries that replicate nowhere, and of which nothing is open or failed. */
    RegionStatus ofNote() {
        return new RegionStatus(
                region,
                registries.stream()
                        .filter(registry -> !registry.destinations().isEmpty() || registry.open() > 0 || registry.failed() > 0)
                        .toList(),
                open,
                failed,
                backfills);
    }

    /** Whether a person should look at it: something failed, or is open for longer than this. */
    boolean needsAttention(Duration openTooLong, Instant now) {
        return !failed.isEmpty() || open.stream().anyMatch(entry -> entry.lag(now).compareTo(openTooLong) > 0);
    }

    private static long of(List<Entry> entries, Registry registry) {
        return entries.stream().filter(entry -> entry.source().equals(registry)).count();
    }
}
