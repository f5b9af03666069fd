package dev.ferry.simulation.dynamodb;

import java.util.Map;

/** The tables by their names. */
record TableNames(Map<String, StoredTable> tables) {

    /** @throws software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException if there is none */
    StoredTable named(String name) {
        if (name == null || name.length() < 3) {
            throw Refusals.invalid("TableName must be at least 3 characters long and at most 255 characters long");
        }
        StoredTable table = tables.get(name);
        if (table == null) {
            throw Refusals.noTable(name);
        }
        return table;
    }
}
