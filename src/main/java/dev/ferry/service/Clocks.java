package dev.ferry.service;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The time, as everything that needs it is given it. */
@Dependent
public class Clocks {
    @Produces
    public Clock utc() {
        return Clock.systemUTC();
    }
}
