package dev.ferry.identity;

import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import java.util.Optional;

/**
 * The Region that a request names before anybody vouches for it. It is looked up in what is known, so that nobody can
 * make Ferry call upon a host of their choice.
 */
public final class KnownRegion {
    private KnownRegion() {}

    /** The Region of this name, or empty if there is none. */
    public static Optional<RegionName> named(String name, Regions regions) {
        try {
            return Optional.of(new RegionName(name)).filter(region -> regions.partitionOf(region).isPresent());
        } catch (InvalidValueException noName) {
            return Optional.empty();
        }
    }
}
