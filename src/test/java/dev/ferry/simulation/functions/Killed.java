package dev.ferry.simulation.functions;

/** The process that runs a function ends here. No handler catches it, for a dead process runs no handler. */
public final class Killed extends Error {
    public Killed() {
        super("killed", null, false, false);
    }
}
