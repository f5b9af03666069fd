package dev.ferry.simulation.history;

import dev.ferry.simulation.functions.Invocation;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one call wrote to the tables, all at once.
 *
 * @param number counts the commits of all Regions, from 1
 */
public record Commit(long number, Invocation by, List<Change> changes) {
    public Stream<Change> changes(String table, String sortPrefix) {
        return changes.stream().filter(change -> change.isOf(table, sortPrefix));
    }

    /** What it changed of pushes and of the rows of their replications. */
    public Stream<Change> replications() {
        return changes("replications", "").filter(change -> !isEnd(change) && !isOfBackfills(change) && !isOfStorageClasses(change));
    }

    /** What it recorded of changes of storage classes, to be announced. */
    public Stream<Change> storageClasses() {
        return changes("replications", "").filter(Commit::isOfStorageClasses);
    }

    private static boolean isOfStorageClasses(Change change) {
        return change.item().partition().startsWith("storage-class/");
    }

    /** Backfills, and what they found and counted. */
    public Stream<Change> backfills() {
        return changes("replications", "").filter(Commit::isOfBackfills);
    }

    private static boolean isOfBackfills(Change change) {
        return change.item().partition().startsWith("backfill");
    }

    /** Whether this is how a replication ended, as its destination knows it; its row says it in the end. */
    private static boolean isEnd(Change change) {
        return change.item().partition().startsWith("end/");
    }
}
