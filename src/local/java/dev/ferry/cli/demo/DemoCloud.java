package dev.ferry.cli.demo;

import dev.ferry.cli.ConsoleLog;
import dev.ferry.cli.ConsoleOfCloud;
import dev.ferry.local.Cloud;
import dev.ferry.local.CloudSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The local cloud of one demo, with all it keeps in a folder that goes when the demo ends. */
final class DemoCloud implements AutoCloseable {
    private final Path folder;
    private final PrintStream log;
    private Cloud cloud;
    private boolean kept;
    private boolean closed;

    DemoCloud() throws IOException {
        folder = Files.createTempDirectory("ferry-demo");
        log = new PrintStream(Files.newOutputStream(log()), true, StandardCharsets.UTF_8);
    }

    /**
     * Starts on a free port, with the console.
     *
     * @param template the SAM template
     * @param target   the build's folder
     */
    synchronized URI start(Path template, Path target) throws IOException {
        Path data = folder.resolve("data");
        ConsoleLog sink = new ConsoleLog(log, Clock.systemUTC());
        cloud = Cloud.start(new CloudSettings(template, target, data, 0, Set.of(), false, Map.of(), sink));
        ConsoleOfCloud.show(cloud, data);
        return cloud.endpoint();
    }

    /** For files that are to go with the rest. */
    Path folder() {
        return folder;
    }

    /** What the functions print, and what the cloud says of them. */
    Path log() {
        return folder.resolve("functions.log");
    }

    /** Of the log; none after the end. */
    synchronized List<String> lastLines(int number) throws IOException {
        if (closed) {
            return List.of();
        }
        List<String> lines = Files.readAllLines(log());
        return lines.subList(Math.max(0, lines.size() - number), lines.size());
    }

    /** Leaves the folder where it is, for whoever looks for what went wrong. */
    synchronized void keep() {
        kept = true;
    }

    /** Waits for a start under way in another thread, so that nothing is left running. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (cloud != null) {
            cloud.close();
        }
        log.close();
        if (!kept) {
            delete();
        }
    }

    private void delete() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
