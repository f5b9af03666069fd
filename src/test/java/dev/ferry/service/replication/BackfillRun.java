package dev.ferry.service.replication;

import dev.ferry.messaging.BackfillMessage;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillStatus;
import dev.ferry.service.Services;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Does what the functions {@code backfill} and {@code replicate} would do with a backfill, a step at a time. */
public final class BackfillRun {
    private final Services services;
    private Backfill backfill;

    public BackfillRun(Services services, Backfill started) {
        this.services = services;
        this.backfill = started;
    }

    public Backfill now() {
        backfill = services.backfills.get(backfill.registry(), backfill.id());
        return backfill;
    }

    /** The turn that comes next. */
    public Backfill turn() {
        Backfill before = now();
        services.turns.carryOn(before.registry().region(), message(before), false);
        return now();
    }

    static BackfillMessage message(Backfill backfill) {
        return new BackfillMessage(backfill.registry().account(), backfill.id(), backfill.turn());
    }

    /** Turns until all images are found. */
    public Backfill find() {
        while (now().status() == BackfillStatus.PREPARING) {
            turn();
        }
        return backfill;
    }

    /** The replications that it has opened and that have not ended. */
    public List<ReplicationMessage> open() {
        return services.openItems.openBefore(backfill.registry().region(), Instant.now().plus(Duration.ofDays(1)))
                .filter(item -> item.backfilled()
                        && item.image().repository().account().equals(backfill.registry().account())
                        && item.destination().orElseThrow().equals(backfill.destination()))
                .map(item -> new ReplicationMessage(
                        item.image(), item.push(), item.destination().orElseThrow(), item.attempt(), true))
                .collect(Collectors.toList());
    }

    /** Carries out what is open. */
    public void replicate() {
        open().forEach(message -> services.replicator.replicate(backfill.registry().region(), message));
    }

    /** Turns, and what they open, until it has ended. */
    public Backfill finish() {
        while (!now().status().isTerminal()) {
            turn();
            replicate();
        }
        return backfill;
    }
}
