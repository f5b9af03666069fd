package dev.ferry.simulation.history;

import dev.ferry.registry.RegionName;

/**
 * An item of one of the stack's tables.
 *
 * @param table without the stack's prefix
 * @param sort  empty for a table without a sort key
 */
public record ItemName(RegionName region, String table, String partition, String sort) {
    @Override
    public String toString() {
        return region + " " + table + " " + partition + " " + sort;
    }
}
