package dev.ferry.local.demo;

import java.util.Objects;
import software.amazon.awssdk.regions.Region;

/** A registry: an account, in a Region. */
record Registry(String account, Region region) {

    Registry {
        Objects.requireNonNull(account);
        Objects.requireNonNull(region);
    }

    static Registry of(String account, String region) {
        return new Registry(account, Region.of(region));
    }

    @Override
    public String toString() {
        return region + " of " + account;
    }
}
