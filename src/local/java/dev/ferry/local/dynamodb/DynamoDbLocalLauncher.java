package dev.ferry.local.dynamodb;

import dev.ferry.local.jvm.LoadedClasses;
import dev.ferry.local.s3.DurableFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The main class of DynamoDB Local's process. It starts the unmodified server through its documented entry, but on the
 * loopback interface, which its command line cannot ask for; hence the reflection, and because nothing of ours is
 * compiled against DynamoDB Local (its licence). All it says on standard output is {@value #READY} and the port, once it
 * listens; what the server prints goes to standard error. It ends when its standard input does, which is when the process
 * that started it ends, in whatever way. Until it has ended no other one opens the same data.
 */
public final class DynamoDbLocalLauncher {
    static final String READY = "listening on port ";
    /** The system property that names the file by which the data is one server's. */
    static final String LOCK = "ferry.dynamodb.lock";

    private static final String SERVER_RUNNER = "software.amazon.dynamodb.services.local.main.ServerRunner";
    private static final String JETTY_SERVER = "org.eclipse.jetty.server.Server";
    private static final String JETTY_CONNECTOR = "org.eclipse.jetty.server.ServerConnector";

    /** Held, as the lock of a channel that nobody holds is given back. */
    @SuppressWarnings("unused")
    private static FileLock lock;

    private DynamoDbLocalLauncher() {}

    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        PrintStream parent = System.out;
        System.setOut(System.err);
        LoadedClasses.compareAtEnd();

        lock(Path.of(System.getProperty(LOCK)));
        Object server = Class.forName(SERVER_RUNNER)
                .getMethod("createServerFromCommandLineArgs", String[].class)
                .invoke(null, (Object) arguments);
        Object connector = connectorOf(server);
        Class<?> connectorType = Class.forName(JETTY_CONNECTOR);
        connectorType.getMethod("setHost", String.class).invoke(connector, "127.0.0.1");
        connectorType.getMethod("setPort", int.class).invoke(connector, 0);
        SqliteDatabases.settled(Boolean.getBoolean(DurableFiles.FORCE)).keepThoseOf(server);
        server.getClass().getMethod("start").invoke(server);
        parent.println(READY + connectorType.getMethod("getLocalPort").invoke(connector));

        while (System.in.read() >= 0) {
            // Nothing is ever said to this process but that its parent has gone.
        }
        System.exit(0);
    }

    /**
     * Waits until the server of a run before, which was killed a moment ago, has ended; its own end frees the lock, by
     * whatever cause.
     */
    private static void lock(Path file) throws IOException {
        lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).lock();
    }

    private static Object connectorOf(Object server) throws ReflectiveOperationException {
        Field jetty = Arrays.stream(server.getClass().getDeclaredFields())
                .filter(field -> field.getType().getName().equals(JETTY_SERVER))
                .findFirst()
                .orElseThrow(() -> new NoSuchFieldException("no " + JETTY_SERVER + " in " + server.getClass()));
        jetty.setAccessible(true);
        Object[] connectors =
                (Object[]) Class.forName(JETTY_SERVER).getMethod("getConnectors").invoke(jetty.get(server));
        if (connectors.length != 1) {
            throw new IllegalStateException("expected one connector, not " + Arrays.toString(connectors));
        }
        return connectors[0];
    }
}
