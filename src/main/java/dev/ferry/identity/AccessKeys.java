package dev.ferry.identity;

import dev.ferry.registry.RegionName;
import java.util.Optional;

/** The access keys that may sign requests to a Region. */
public interface AccessKeys {
    /** The key of this id, or empty if the Region has none. */
    Optional<AccessKey> find(RegionName region, String id);
}
