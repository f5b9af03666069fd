package dev.ferry.registry;

import java.util.List;

/**
 * How the deletion of a service-linked role ended.
 *
 * @param inUse the Regions whose configuration needed the role, so that it stayed; none if it was deleted
 */
public record RoleDeletion(List<RegionName> inUse) {
    public RoleDeletion {
        inUse = List.copyOf(inUse);
    }
}
