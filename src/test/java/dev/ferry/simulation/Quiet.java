package dev.ferry.simulation;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps what the functions log out of the way: a simulation has its own trace. */
final class Quiet {
    /** Held, as a logger that nobody holds forgets its level. */
    private static final Logger FERRY = Logger.getLogger("dev.ferry");

    private Quiet() {}

    static void logs() {
        FERRY.setLevel(Level.OFF);
    }

    static void end() {
        FERRY.setLevel(null);
    }
}
