package dev.ferry.cli;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.PushId;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.store.replications.ReplicationListing.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which failed replications a person means.
 *
 * @param push        empty for all pushes
 * @param account     that was pushed to; empty for every one
 * @param destination such as {@code 444455556666/eu-west-1}; empty for all
 */
public record FailureSelection(Optional<PushId> push, Optional<AccountId> account, Optional<String> destination) {
    /** How many are taken up at once; whoever interrupts it has those before taken up. */
    private static final int PAGE = 100;

    /**
     * Has them attempted anew.
     *
     * @param since from when on failures of all pushes are of interest
     * @param begun is told of each
     * @return how many there were
     */
    public int retry(Stack stack, Instant since, Instant now, Consumer<Replication> begun) {
        int count = 0;
        for (RegionName region : stack.regions()) {
            // What fails again meanwhile is listed again, and left for the next time.
            Iterator<Entry> failed = failed(stack, region, since)
                    .filter(this::isWanted)
                    .filter(entry -> ((Failed) entry.state()).at().isBefore(now))
                    .iterator();
            while (failed.hasNext()) {
                List<Replication> replications = stack.failed(region).retry(region, page(failed));
                replications.forEach(begun);
                count += replications.size();
            }
        }
        return count;
    }

    private static List<Entry> page(Iterator<Entry> entries) {
        List<Entry> page = new ArrayList<>();
        while (page.size() < PAGE && entries.hasNext()) {
            page.add(entries.next());
        }
        return page;
    }

    private Stream<Entry> failed(Stack stack, RegionName region, Instant since) {
        return push.map(id -> stack.listing().failed(region, id)).orElseGet(() -> stack.listing().failed(region, since));
    }

    private boolean isWanted(Entry entry) {
        return account.map(entry.source().account()::equals).orElse(true)
                && destination.map(text -> entry.destination().map(Registry::toString).equals(Optional.of(text)))
                        .orElse(true);
    }
}
