package dev.ferry.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.almworks.sqlite4java.SQLite;
import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteJob;
import com.almworks.sqlite4java.SQLiteQueue;
import com.almworks.sqlite4java.SQLiteStatement;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** That the server has its databases there is shown by every test that starts one: it would not start. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "its SQLite is beside DynamoDB Local")
class SqliteDatabasesTest {
    private static final int FULL = 2;
    private static final int OFF = 0;

    @TempDir
    Path data;

    private final Register jobs = new Register(Map.of(
            "CREATE-GSI-JOBS-SCHEDULER", new Job(),
            "DELETE-GSI-JOBS-SCHEDULER", new Job(),
            "ITEM-EXPIRY-DELETION-JOBS-SCHEDULER", new Job()));
    private SQLiteQueue queue;

    @BeforeEach
    void open() {
        SQLite.setLibraryPath(Path.of("target", "local", "lib", "dynamodb").toAbsolutePath().toString());
        queue = new SQLiteQueue(data.resolve("key_us-west-2.db").toFile()).start();
    }

    @AfterEach
    void close() throws InterruptedException {
        queue.stop(true).join();
    }

    @Test
    void a_database_leaves_its_writes_to_the_operating_system() throws Exception {
        assertThat(setting("synchronous")).isEqualTo(FULL);

        SqliteDatabases.settled(false).put("us-west-2", new Database(new Access(queue), jobs));

        assertThat(setting("synchronous")).isEqualTo(OFF);
    }

    @Test
    void a_database_forces_its_writes_if_told_so() throws Exception {
        SqliteDatabases.settled(true).put("us-west-2", new Database(new Access(queue), jobs));

        assertThat(setting("synchronous")).isEqualTo(FULL);
    }

    @Test
    void a_database_is_locked_once_and_keeps_its_journal() throws Exception {
        SqliteDatabases.settled(false).put("us-west-2", new Database(new Access(queue), jobs));

        assertThat(setting("locking_mode")).isEqualTo("exclusive");
        assertThat(setting("journal_mode")).isEqualTo("truncate");
    }

    @Test
    void nobody_looks_for_indexes_to_add_but_for_items_that_expire() {
        SqliteDatabases.settled(false).put("us-west-2", new Database(new Access(queue), jobs));

        assertThat(jobs.jobs()).allSatisfy((name, job) -> assertThat(job.cancelled).isEqualTo(name.contains("GSI")));
    }

    @Test
    void a_database_that_another_process_has_is_refused() throws Exception {
        SQLiteConnection other = new SQLiteConnection(data.resolve("key_us-west-2.db").toFile()).open(true);
        try {
            other.exec("BEGIN EXCLUSIVE");

            assertThatThrownBy(() -> SqliteDatabases.settled(false).put("us-west-2", new Database(new Access(queue), jobs)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("does not take its settings");
        } finally {
            other.dispose();
        }
    }

    @Test
    void another_server_than_is_known_is_refused() {
        assertThatThrownBy(() -> SqliteDatabases.settled(false).keepThoseOf(new Database(null, null)))
                .isInstanceOf(NoSuchFieldException.class)
                .hasMessageContaining("serverHandler");
    }

    private Object setting(String name) throws Exception {
        return queue.execute(new Pragma(name)).get();
    }

    /** Named as in DynamoDB Local. */
    private record Database(Access dbAccess, Register jobs) {}

    private record Register(Map<String, Job> jobs) {}

    private record Access(SQLiteQueue queue) {}

    /** Public, as what is called on it by reflection. */
    public static final class Job {
        private boolean cancelled;

        public void cancel() {
            cancelled = true;
        }
    }

    private static final class Pragma extends SQLiteJob<Object> {
        private final String name;

        Pragma(String name) {
            this.name = name;
        }

        @Override
        protected Object job(SQLiteConnection connection) throws SQLiteException {
            SQLiteStatement pragma = connection.prepare("PRAGMA " + name);
            try {
                pragma.step();
                return pragma.columnValue(0);
            } finally {
                pragma.dispose();
            }
        }
    }
}
