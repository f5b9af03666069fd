package dev.ferry.store;

import java.util.Random;

/**
 * How far pauses differ, so that those who failed together do not come back together. Every draw is seeded anew, from the
 * clock: a generator that lived on would be in the snapshot from which Lambda starts a function many times over (Lambda
 * Developer Guide, "Handling uniqueness with Lambda SnapStart"), and all of them would draw the same.
 */
public final class Jitter {
    private Jitter() {}

    /** A number from 0 to the longest, both included. */
    public static long upTo(long longest) {
        return new Random().nextLong(longest + 1);
    }
}
