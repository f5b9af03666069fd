package dev.ferry.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Every decision that a simulation takes, from one seed: the same questions in the same order get the same answers. */
public final class Chance {
    private final SplittableRandom random;

    public Chance(long seed) {
        // Seeds that follow each other would begin alike.
        random = new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L);
    }

    /** @param probability of true, from 0 to 1 */
    public boolean happens(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** From 0 to below the bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** From the first to the last, both included. */
    public long between(long first, long last) {
        return random.nextLong(first, last + 1);
    }

    public <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    public final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    public UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
