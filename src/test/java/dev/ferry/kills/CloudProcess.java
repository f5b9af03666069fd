package dev.ferry.kills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code ./ferry up} as its user runs it, a process with processes of its own, which can be killed and started again on the
 * same data. Each start takes another port, and every other one gives each function a process of its own, as Lambda does: a
 * kill of one then meets one event, where it meets all that are under way if they share a process.
 */
final class CloudProcess implements AutoCloseable {
    private static final String READY = "ready ";
    private static final String DATABASE = "DynamoDbLocalLauncher";
    private static final Duration ORPHANS_END = Duration.ofSeconds(20);

    private final Path data;
    private final Path log;
    private Process process;
    private int starts;
    /** The database's process, without which the cloud cannot be: it is killed with the cloud alone. */
    private long database;
    private volatile URI endpoint;

    /** @param log what the cloud and its functions print is added to it */
    CloudProcess(Path data, Path log) {
        this.data = data;
        this.log = log;
    }

    Path data() {
        return data;
    }

    /** Starts the cloud, and returns before it is ready. */
    void begin() {
        try {
            List<String> command = new ArrayList<>(List.of("./ferry", "up", "--port", "0", "--data", data.toString()));
            if (starts++ % 2 == 0) {
                command.add("--isolated");
            }
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the cloud that was begun answers requests. */
    void awaitReady() {
        try {
            BufferedReader output = process.inputReader();
            String line = output.readLine();
            while (line != null && !line.startsWith(READY)) {
                line = output.readLine();
            }
            assertThat(line).as("what the cloud says when it is ready; see %s", log).isNotNull();
            database = children()
                    .filter(child -> child.info().commandLine().orElse("").contains(DATABASE))
                    .findFirst()
                    .orElseThrow()
                    .pid();
            endpoint = URI.create(line.substring(READY.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        begin();
        awaitReady();
    }

    /** Where the cloud answers, or did when it was last ready. */
    URI endpoint() {
        return endpoint;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The processes of functions that there are now. */
    List<ProcessHandle> functions() {
        return children().filter(child -> child.pid() != database).toList();
    }

    private Stream<ProcessHandle> children() {
        return process.toHandle().children();
    }

    /**
     * Kills the cloud's own process, and what it has started too, or leaves that to itself.
     *
     * @return what it had started
     */
    List<ProcessHandle> kill(boolean withChildren) {
        List<ProcessHandle> descendants = process.toHandle().descendants().toList();
        process.destroyForcibly();
        if (withChildren) {
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
        process.onExit().join();
        return descendants;
    }

    /** Nothing may outlive the cloud that started it. */
    static void assertGone(List<ProcessHandle> orphans) {
        await("the end of what a killed cloud had started").atMost(ORPHANS_END)
                .until(() -> orphans.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Override
    public void close() {
        if (process != null) {
            assertGone(kill(true));
        }
    }
}
