package dev.ferry.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.almworks.sqlite4java.SQLite;
import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteJob;
import com.almworks.sqlite4java.SQLiteQueue;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** That the server has its databases there is shown by every test that starts one: it would not start. */
class UnforcedDatabasesTest {
    private static final int FULL = 2;
    private static final int OFF = 0;

    @TempDir
    Path data;

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "its SQLite is beside DynamoDB Local")
    void a_database_leaves_its_writes_to_the_operating_system() throws Exception {
        SQLite.setLibraryPath(Path.of("target", "local", "lib", "dynamodb").toAbsolutePath().toString());
        SQLiteQueue queue = new SQLiteQueue(data.resolve("key_us-west-2.db").toFile()).start();
        try {
            assertThat(queue.execute(new Synchronous()).get()).isEqualTo(FULL);

            new UnforcedDatabases().put("us-west-2", new Database(new Access(queue)));

            assertThat(queue.execute(new Synchronous()).get()).isEqualTo(OFF);
        } finally {
            queue.stop(true).join();
        }
    }

    @Test
    void another_server_than_is_known_is_refused() {
        assertThatThrownBy(() -> UnforcedDatabases.of(new Database(null)))
                .isInstanceOf(NoSuchFieldException.class)
                .hasMessageContaining("serverHandler");
    }

    /** Named as in DynamoDB Local. */
    private record Database(Access dbAccess) {}

    private record Access(SQLiteQueue queue) {}

    private static final class Synchronous extends SQLiteJob<Integer> {
        @Override
        protected Integer job(SQLiteConnection connection) throws SQLiteException {
            var pragma = connection.prepare("PRAGMA synchronous");
            try {
                pragma.step();
                return pragma.columnInt(0);
            } finally {
                pragma.dispose();
            }
        }
    }
}
