package dev.ferry.cli.console;

import dev.ferry.cli.Stack;
import dev.ferry.registry.RegionName;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.PushId;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.store.replications.ReplicationHistory.PushHistory;
import dev.ferry.store.replications.ReplicationListing.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The latest pushes that the console heard of: those that were written while it ran, and those that were open, or failed
 * lately, when it looked. No index lists pushes that succeeded, and none is wanted for this.
 */
final class RecentPushes {
    private static final int MOST = 300;
    private static final int MOST_LISTED = 100;
    private static final Duration FAILED_WITHIN = Duration.ofDays(1);

    /** By their ids, which sort by time. What has ended well changes no more, so it is kept. */
    private final NavigableMap<PushId, Known> known = new TreeMap<>();

    private record Known(SeenPush seen, Optional<PushHistory> ended) {}

    synchronized void note(SeenPush push) {
        known.putIfAbsent(push.push(), new Known(push, Optional.empty()));
        while (known.size() > MOST) {
            known.pollFirstEntry();
        }
    }

    /** How they stand now, the latest first. */
    List<PushHistory> read(Stack stack, int most) {
        Instant now = Instant.now();
        for (RegionName region : stack.regions()) {
            Stream.concat(
                            stack.listing().open(region).limit(MOST_LISTED),
                            stack.listing().failed(region, now.minus(FAILED_WITHIN)).limit(MOST_LISTED))
                    .filter(entry -> entry.action() == ImageAction.Type.PUSH)
                    .forEach(entry -> note(seen(entry)));
        }
        forgetWhatWasEmptied(stack);
        return latest(most).stream().flatMap(push -> history(stack, push).stream()).toList();
    }

    /** A local cloud can be emptied while it runs: then the latest that is kept is not there any more, nor is any other. */
    private void forgetWhatWasEmptied(Stack stack) {
        latest(MOST).stream()
                .filter(push -> push.ended().isPresent())
                .findFirst()
                .map(Known::seen)
                .filter(seen -> stack.history().push(seen.region(), seen.image(), seen.push()).isEmpty())
                .ifPresent(gone -> forgetKept());
    }

    private synchronized void forgetKept() {
        known.values().removeIf(push -> push.ended().isPresent());
    }

    private synchronized void forget(PushId push) {
        known.remove(push);
    }

    private synchronized List<Known> latest(int most) {
        return known.descendingMap().values().stream().limit(most).toList();
    }

    private Optional<PushHistory> history(Stack stack, Known push) {
        if (push.ended().isPresent()) {
            return push.ended();
        }
        SeenPush seen = push.seen();
        Optional<PushHistory> history = stack.history().push(seen.region(), seen.image(), seen.push());
        if (history.isEmpty()) {
            forget(seen.push()); // a deletion, a backfill's, or emptied
        }
        history.filter(RecentPushes::hasArrived).ifPresent(whole -> keep(seen, whole));
        return history;
    }

    private synchronized void keep(SeenPush seen, PushHistory whole) {
        known.computeIfPresent(seen.push(), (id, old) -> new Known(seen, Optional.of(whole)));
    }

    private static boolean hasArrived(PushHistory history) {
        return history.steps().size() >= history.push().plan().destinations().size()
                && history.opened().stream().allMatch(replication -> replication.state() instanceof Complete);
    }

    private static SeenPush seen(Entry entry) {
        return new SeenPush(entry.source().region(), entry.image(), entry.push());
    }
}
