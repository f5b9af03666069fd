package dev.ferry.local.dynamodb;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteJob;
import com.almworks.sqlite4java.SQLiteQueue;
import java.lang.reflect.Field;
import java.util.HashMap;

/**
 * The databases of DynamoDB Local, one a Region, of which each is told when it is opened to leave it to the operating system
 * when its writes reach the disk. They are forced four times a transaction else, which takes most of its time. A kill loses
 * nothing by it, a power cut may. Neither DynamoDB Local's command line nor SQLite's file can say so; hence the reflection.
 */
final class UnforcedDatabases extends HashMap<String, Object> {
    private static final String HANDLER = "serverHandler";
    private static final String REQUESTS = "primaryHandler";
    private static final String DATABASES = "dbRequestHandlers";
    private static final String DATABASE = "dbAccess";
    private static final String QUEUE = "queue";

    /** Has a server that was not started yet keep its databases here. */
    static void of(Object server) throws ReflectiveOperationException {
        Object requests = valueOf(valueOf(server, HANDLER), REQUESTS);
        field(requests, DATABASES).set(requests, new UnforcedDatabases());
    }

    @Override
    public Object put(String region, Object database) {
        try {
            ((SQLiteQueue) valueOf(valueOf(database, DATABASE), QUEUE)).execute(new LeaveForcing());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return super.put(region, database);
    }

    private static final class LeaveForcing extends SQLiteJob<Void> {
        @Override
        protected Void job(SQLiteConnection connection) throws SQLiteException {
            connection.exec("PRAGMA synchronous = OFF");
            return null;
        }
    }

    private static Object valueOf(Object owner, String name) throws ReflectiveOperationException {
        return field(owner, name).get(owner);
    }

    private static Field field(Object owner, String name) throws NoSuchFieldException {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            try {
                Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                return field;
            } catch (NoSuchFieldException inherited) {
                // Then a superclass has it.
            }
        }
        throw new NoSuchFieldException("no " + name + " in " + owner.getClass());
    }
}
