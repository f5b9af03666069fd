package dev.ferry.simulation.promises;

/** A promise was broken. */
public final class Violation extends Error {
    private final Class<? extends Promise> promise;

    public Violation(Class<? extends Promise> promise, String what) {
        super(promise.getSimpleName() + ": " + what);
        this.promise = promise;
    }

    public Class<? extends Promise> promise() {
        return promise;
    }
}
