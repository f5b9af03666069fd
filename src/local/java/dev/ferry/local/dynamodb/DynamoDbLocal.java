package dev.ferry.local.dynamodb;

import static java.util.stream.Collectors.joining;

import dev.ferry.local.jvm.ClassArchive;
import dev.ferry.local.jvm.ThisJvm;
import dev.ferry.local.s3.DurableFiles;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * DynamoDB Local in a process of its own, on the loopback interface and a free port, with its data on disk. It ends with
 * this process, however that ends.
 */
public final class DynamoDbLocal implements AutoCloseable {
    private static final String LOG = "dynamodb.log";
    private static final String LOCK = "dynamodb.lock";
    private static final long SECONDS_TO_END = 10;
    private static final String SERVER_JAR = "DynamoDBLocal-";
    /** It makes exceptions with each request that it then does not throw, each of which takes as long as its stack is deep. */
    private static final int STACK_TRACE = 8;

    private final Process process;
    private final Path log;
    private URI endpoint;

    private DynamoDbLocal(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the server and waits until it listens.
     *
     * @throws IOException if the server does not start; the log says why
     * @see #begin
     */
    public static DynamoDbLocal start(Path libDirectory, Path dataDirectory) throws IOException {
        DynamoDbLocal server = begin(libDirectory, dataDirectory);
        server.awaitReady();
        return server;
    }

    /**
     * Starts the server.
     *
     * @param libDirectory  the jars of DynamoDB Local; an archive of its classes is kept there
     * @param dataDirectory where the tables are kept, and {@value #LOG}; made if it is missing
     * @throws IOException if there is nothing to start
     */
    public static DynamoDbLocal begin(Path libDirectory, Path dataDirectory) throws IOException {
        if (!Files.isDirectory(libDirectory)) {
            throw new IOException("DynamoDB Local is not in " + libDirectory.toAbsolutePath());
        }
        Files.createDirectories(dataDirectory);
        Path log = dataDirectory.resolve(LOG);
        Process process = java(libDirectory, dataDirectory, ThisJvm.ownClasses())
                .redirectError(log.toFile())
                .start();
        return new DynamoDbLocal(process, log);
    }

    /**
     * Waits until the server listens.
     *
     * @throws IOException if it ended before; the log says why
     */
    public synchronized void awaitReady() throws IOException {
        if (endpoint != null) {
            return;
        }
        try {
            endpoint = URI.create("http://127.0.0.1:" + awaitPort());
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Whether the server's process runs. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Where it listens; waits until it does. */
    public URI endpoint() {
        try {
            awaitReady();
            return endpoint;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server gently, or forcibly if that takes too long. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException("could not tell DynamoDB Local to end", e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** One compiler is enough, if it takes what runs once a request after a few hundred of them, not thousands. */
    static ProcessBuilder java(Path libDirectory, Path dataDirectory, Path ownClasses) throws IOException {
        Path libraries = libDirectory.toRealPath(); // an archive fits the paths alone that it was made with
        List<String> command = new ArrayList<>(List.of(
                ThisJvm.java().toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:CompileThresholdScaling=0.3",
                "-XX:MaxJavaStackTraceDepth=" + STACK_TRACE,
                "-Xlog:disable"));
        command.addAll(ThisJvm.LIGHT);
        command.addAll(new ClassArchive(libraries, ownClasses).options(ClassArchive.Share.ALL));
        command.addAll(List.of(
                "-D" + DurableFiles.FORCE + "=" + Boolean.getBoolean(DurableFiles.FORCE),
                "-D" + DynamoDbLocalLauncher.LOCK + "=" + dataDirectory.toAbsolutePath().resolve(LOCK),
                DynamoDbLocalLauncher.class.getName(),
                "-dbPath",
                dataDirectory.toAbsolutePath().toString(),
                "-disableTelemetry"));
        ProcessBuilder process = new ProcessBuilder(command);
        // Not as an argument, of some eighty paths, for whoever lists the processes.
        process.environment().put("CLASSPATH", classPath(libraries, ownClasses));
        return process;
    }

    /**
     * The server's own jar comes last: its manifest names the folder that it is in, and the JVM archives no classes of what
     * comes after a folder.
     */
    private static String classPath(Path libDirectory, Path ownClasses) throws IOException {
        try (Stream<Path> files = Files.list(libDirectory)) {
            Stream<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted(Comparator.comparing(DynamoDbLocal::isOfServer).thenComparing(Comparator.naturalOrder()));
            return Stream.concat(Stream.of(ownClasses), jars).map(Path::toString).collect(joining(File.pathSeparator));
        }
    }

    private static boolean isOfServer(Path jar) {
        return jar.getFileName().toString().startsWith(SERVER_JAR);
    }

    private int awaitPort() throws IOException {
        StringBuilder said = new StringBuilder(); // a JVM that does not start says why there, not in the log
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(DynamoDbLocalLauncher.READY)) {
                return Integer.parseInt(line.substring(DynamoDbLocalLauncher.READY.length()));
            }
            said.append(line).append('\n');
        }
        throw new IOException("DynamoDB Local ended before it listened; it said:\n" + said + log + " says:\n" + Files.readString(log));
    }
}
