package dev.ferry.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A cloud of the test run, on a free port, with a data folder that goes when it ends. JUnit closes it after the last test. */
final class FerryProcess implements AutoCloseable {
    private static final String JAR = "ferry.jar";
    private static final String MAIN_CLASS = "dev.ferry.launcher.FerryJar";
    private static final String READY = "ready ";
    private static final int SECONDS_TO_END = 30;

    private final Process process;
    private final Path folder;
    private final URI endpoint;

    private FerryProcess(Process process, Path folder, URI endpoint) {
        this.process = process;
        this.folder = folder;
        this.endpoint = endpoint;
    }

    /** Returns when it answers requests. The first start on a machine downloads DynamoDB Local. */
    static FerryProcess start() {
        try {
            Path folder = Files.createTempDirectory("ferry-junit");
            Path log = folder.resolve("ferry.log");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:+UseSerialGC", "-Xmx256m", "-jar", jar().toString(),
                            "up", "--port", "0", "--data", folder.resolve("data").toString())
                    .redirectError(log.toFile())
                    .start();
            String line = process.inputReader(StandardCharsets.UTF_8).readLine();
            if (line == null || !line.startsWith(READY)) {
                process.destroyForcibly();
                throw new IllegalStateException("Ferry did not start:\n" + Files.readString(log));
            }
            return new FerryProcess(process, folder, URI.create(line.substring(READY.length())));
        } catch (IOException e) {
            throw new UncheckedIOException("Ferry cannot be started", e);
        }
    }

    private static Path jar() {
        String named = System.getProperty(JAR);
        if (named != null) {
            return Path.of(named);
        }
        try {
            Class<?> main = Class.forName(MAIN_CLASS, false, FerryProcess.class.getClassLoader());
            return Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "There is no " + JAR + ": add dev.ferry:ferry to the tests' class path, name the file by the system property "
                            + JAR + ", or a running cloud by FERRY_ENDPOINT", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class path entry that is no file", e);
        }
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
