package dev.ferry.cli.demo;

import java.util.Objects;
import software.amazon.awssdk.regions.Region;

/** A registry: an account, in a Region. */
record DemoRegistry(String account, Region region) {

    DemoRegistry {
        Objects.requireNonNull(account);
        Objects.requireNonNull(region);
    }

    static DemoRegistry of(String account, String region) {
        return new DemoRegistry(account, Region.of(region));
    }

    @Override
    public String toString() {
        return region + " of " + account;
    }
}
