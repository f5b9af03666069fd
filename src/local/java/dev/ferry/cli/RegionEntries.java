package dev.ferry.cli;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.store.replications.ReplicationListing.Entry;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of a Region is open, and what failed in it. Both are read anew each time, as their streams are, so that none of it has to
 * be held, however much it is.
 *
 * @param account of the registries that are looked at, as source or as destination; empty for all
 * @param since   from when on failures are of interest
 */
public record RegionEntries(Stack stack, RegionName region, Optional<AccountId> account, Instant since) {

    /** What has not ended, that which waits longest first. */
    public Stream<Entry> open() {
        return stack.listing().open(region).filter(this::isWanted);
    }

    /** What failed, the latest first. */
    public Stream<Entry> failed() {
        return stack.listing().failed(region, since).filter(this::isWanted);
    }

    private boolean isWanted(Entry entry) {
        return account.isEmpty()
                || entry.source().account().equals(account.get())
                || entry.destination().map(Registry::account).equals(account);
    }
}
