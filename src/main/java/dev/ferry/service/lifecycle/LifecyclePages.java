package dev.ferry.service.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;

/** How much one turn does; a test can have it do less, so that it takes many turns. */
@ApplicationScoped
public class LifecyclePages {
    /** How many policies of a Region are handed on. */
    public int policies() {
        return 100;
    }

    /** How many images are taken: at a tenth of a second each, well within the function's 15 minutes. */
    public int taken() {
        return 2_000;
    }

    /** How many images are read in one call. */
    public int atOnce() {
        return 100;
    }
}
