package dev.ferry.identity;

import dev.ferry.clients.IdentitySettings;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * The Regions whose requests are answered here. On AWS that is the stack's own: the keys of another Region are in a table
 * that its functions have no leave to read, so a request for it would end in an error of Ferry's, not of the caller's.
 */
@ApplicationScoped
public class ServedRegions {
    private final Regions regions;
    private final Optional<RegionName> only;

    public ServedRegions(Regions regions, IdentitySettings settings) {
        this.regions = regions;
        this.only = settings.servedRegion().map(RegionName::new);
    }

    /** The Region of this name, or empty if there is none, or another stack serves it. */
    Optional<RegionName> named(String name) {
        return KnownRegion.named(name, regions).filter(region -> only.isEmpty() || only.get().equals(region));
    }
}
