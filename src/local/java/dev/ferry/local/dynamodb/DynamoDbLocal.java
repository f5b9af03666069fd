package dev.ferry.local.dynamodb;

import static java.util.stream.Collectors.joining;

import dev.ferry.local.jvm.ClassArchive;
import dev.ferry.local.jvm.ThisJvm;
import dev.ferry.local.s3.DurableFiles;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * DynamoDB Local in a process of its own, on the loopback interface and two free ports, with its data on disk. It ends with
 * this process, however that ends.
 */
public final class DynamoDbLocal implements AutoCloseable {
    private static final String LOG = "dynamodb.log";
    private static final long SECONDS_TO_END = 10;
    private static final String SERVER_JAR = "DynamoDBLocal-";
    /** It makes exceptions with each request that it then does not throw, each of which takes as long as its stack is deep. */
    private static final int STACK_TRACE = 8;

    private final Process process;
    private final ServerPipe pipe;

    private DynamoDbLocal(Process process, ServerPipe pipe) {
        this.process = process;
        this.pipe = pipe;
    }

    /**
     * Starts the server. Calls to its ports, as soon as they are known, wait until it answers.
     *
     * @param libDirectory  the jars of DynamoDB Local; an archive of its classes is kept there
     * @param dataDirectory where the tables are kept, and {@value #LOG}; made if it is missing
     * @param accessKeyId   whose requests are let in at {@link #entrance}
     * @param stacks        asked for each Region that is new there, and told of each write
     * @throws IOException if there is nothing to start
     */
    public static DynamoDbLocal begin(Path libDirectory, Path dataDirectory, String accessKeyId, RegionStacks stacks)
            throws IOException {
        if (!Files.isDirectory(libDirectory)) {
            throw new IOException("DynamoDB Local is not in " + libDirectory.toAbsolutePath());
        }
        Files.createDirectories(dataDirectory);
        Path log = dataDirectory.resolve(LOG);
        ProcessBuilder java = java(libDirectory, dataDirectory, ThisJvm.ownClasses()).redirectError(log.toFile());
        java.environment().put(DynamoDbLocalLauncher.ACCESS_KEY_ID, accessKeyId);
        Process process = java.start();
        return new DynamoDbLocal(process, ServerPipe.open(process, log, stacks));
    }

    /**
     * Waits until the server answers.
     *
     * @throws IOException if it ended before; the log says why
     */
    public void awaitReady() throws IOException {
        pipe.awaitReady();
    }

    /** Whether the server's process runs. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Where functions find it, which makes a new Region's stack. @throws IOException if it ended before it listened */
    public URI entrance() throws IOException {
        return pipe.entrance();
    }

    /** Where it is found by who knows that the stack is there. @throws IOException if it ended before it listened */
    public URI direct() throws IOException {
        return pipe.direct();
    }

    /** Empties what belongs to the stacks, of which none is left. Whoever asks for one meanwhile waits. */
    public void empty(Emptying emptying) throws IOException {
        pipe.empty(emptying);
    }

    /** Ends the server gently, or forcibly if that takes too long. */
    @Override
    public void close() {
        try {
            pipe.close();
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
                "-D" + DynamoDbLocalLauncher.DATA + "=" + dataDirectory.toAbsolutePath(),
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
}
