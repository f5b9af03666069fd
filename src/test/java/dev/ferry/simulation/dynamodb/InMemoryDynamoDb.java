package dev.ferry.simulation.dynamodb;

import dev.ferry.local.template.Table;
import java.time.Clock;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * The tables of one Region in memory, for one thread. Each call is done whole before the next, so no transaction ever
 * conflicts and no read is behind: faults come from whoever wraps {@link #client}, with the errors that {@link Refusals}
 * has.
 */
public final class InMemoryDynamoDb {
    private final Map<String, StoredTable> tables = new LinkedHashMap<>();
    private final DynamoDbClient client;

    /**
     * @param tables as {@code template.yaml} declares them
     * @param clock  what the stream's records are dated by, and request tokens expire by
     */
    public InMemoryDynamoDb(String region, List<Table> tables, Clock clock) {
        tables.forEach(table -> this.tables.put(table.name(), new StoredTable(table, region, clock)));
        this.client = new InMemoryClient(this.tables, clock);
    }

    public DynamoDbClient client() {
        return client;
    }

    /** All items of a table as they are at any time: a view, of items that never change. */
    public Collection<Map<String, AttributeValue>> items(String table) {
        StoredTable stored = table(table);
        return new AbstractCollection<>() {
            @Override
            public Iterator<Map<String, AttributeValue>> iterator() {
                return stored.items().iterator();
            }

            @Override
            public int size() {
                return stored.size();
            }
        };
    }

    /**
     * The records of a table's stream, from the first one on: a view, which grows with every change.
     *
     * @throws IllegalArgumentException if the table has no stream
     */
    public List<Record> stream(String table) {
        return table(table)
                .stream()
                .orElseThrow(() -> new IllegalArgumentException("the table " + table + " has no stream"))
                .records();
    }

    private StoredTable table(String name) {
        StoredTable table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException("there is no table " + name + " among " + tables.keySet());
        }
        return table;
    }
}
