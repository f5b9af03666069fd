package dev.ferry.local.dynamodb;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteJob;
import com.almworks.sqlite4java.SQLiteQueue;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/**
 * The databases of DynamoDB Local, one a Region, each of which is told when it is opened that it is this process's alone, which
 * saves a lock and a file for each transaction, and to leave it to the operating system when its writes reach the disk. They
 * are forced four times a transaction else, which takes most of its time. A kill loses nothing by it, a power cut may. Nor does
 * anyone look every second whether an index is to be added to a table or taken from one: the tables are made with all of theirs.
 * Neither DynamoDB Local's command line nor SQLite's file can say so; hence the reflection.
 */
final class SqliteDatabases extends HashMap<String, Object> {
    private static final String OURS_ALONE = "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE;";
    private static final String LEFT_TO_THE_SYSTEM = "PRAGMA synchronous = OFF;";

    private static final String HANDLER = "serverHandler";
    private static final String REQUESTS = "primaryHandler";
    private static final String DATABASES = "dbRequestHandlers";
    private static final String DATABASE = "dbAccess";
    private static final String QUEUE = "queue";
    private static final String JOBS = "jobs";
    private static final List<String> INDEX_JOBS = List.of("CREATE-GSI-JOBS-SCHEDULER", "DELETE-GSI-JOBS-SCHEDULER");

    private final String settings;

    private SqliteDatabases(String settings) {
        this.settings = settings;
    }

    /** @param forced whether each transaction is on the disk when it ends, which a power cut does not undo */
    static SqliteDatabases settled(boolean forced) {
        return new SqliteDatabases(forced ? OURS_ALONE : OURS_ALONE + LEFT_TO_THE_SYSTEM);
    }

    /** Has a server that was not started yet keep its databases here. */
    void keepThoseOf(Object server) throws ReflectiveOperationException {
        Object requests = valueOf(valueOf(server, HANDLER), REQUESTS);
        field(requests, DATABASES).set(requests, this);
    }

    @Override
    public Object put(String region, Object database) {
        try {
            SQLiteQueue queue = (SQLiteQueue) valueOf(valueOf(database, DATABASE), QUEUE);
            queue.execute(new Setting()).get();
            Map<?, ?> jobs = (Map<?, ?>) valueOf(valueOf(database, JOBS), JOBS);
            for (String name : INDEX_JOBS) {
                cancel(Objects.requireNonNull(jobs.get(name), name));
            }
        } catch (ReflectiveOperationException | ExecutionException e) {
            throw new IllegalStateException("a database of DynamoDB Local does not take its settings", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return super.put(region, database);
    }

    private static void cancel(Object job) throws ReflectiveOperationException {
        Method cancel = job.getClass().getMethod("cancel");
        cancel.setAccessible(true); // of a class that is not public
        cancel.invoke(job);
    }

    private final class Setting extends SQLiteJob<Void> {
        @Override
        protected Void job(SQLiteConnection connection) throws SQLiteException {
            connection.exec(settings);
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
