package dev.ferry.service.replication;

import jakarta.enterprise.context.ApplicationScoped;

/** How much of a backfill one turn does; a test can have it do less, so that it takes many turns. */
@ApplicationScoped
public class BackfillPages {
    /** How many images are found, or replications begun: a transaction takes 100 writes, one of which is the backfill. */
    public int size() {
        return 99;
    }

    /** How many images and repositories are looked at, however few of them are wanted. */
    public int mostLookedAt() {
        return 500;
    }
}
