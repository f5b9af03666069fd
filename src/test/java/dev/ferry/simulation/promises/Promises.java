package dev.ferry.simulation.promises;

import dev.ferry.simulation.Stores;
import java.util.List;

/** All the promises of the design, in its order, and what is said of events. */
public final class Promises {
    private Promises() {}

    public static List<Promise> all(Stores stores) {
        return List.of(
                new PushIsAtomic(),
                new OncePerPush(),
                new NoChaining(),
                new ConfigurationAtPushDecides(),
                new OnlyLaterPushes(),
                new LastPushWins(),
                new GrantHolds(),
                new CompleteOrInvisible(stores),
                new ImmutableTagsAreKept(),
                new NothingIsDeleted(),
                new Bounded(),
                new EveryReplicationEnds(),
                new ContentIsItsDigest(),
                new BackfillsTellTheTruth(),
                new DeletionsKeepTheOrder(),
                new LifecyclesTakeWhatIsTheirs(),
                new StorageClassesAreKept(),
                new Announced());
    }
}
