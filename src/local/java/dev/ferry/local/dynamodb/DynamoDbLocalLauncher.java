package dev.ferry.local.dynamodb;

import dev.ferry.local.dynamodb.PipeMessage.Kind;
import dev.ferry.local.jvm.LoadedClasses;
import dev.ferry.local.s3.DurableFiles;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The main class of DynamoDB Local's process. It starts the unmodified server through its documented entry, but on the
 * loopback interface, which its command line cannot ask for, and with {@link DynamoDbFront} before it; hence the reflection, and
 * because nothing of ours is compiled against DynamoDB Local (its licence). All it says on standard output is
 * {@link PipeMessage}s; what the server prints goes to standard error. It ends when its standard input does, which is when the
 * process that started it ends, in whatever way. Until it has ended no other one opens the same data.
 */
public final class DynamoDbLocalLauncher {
    /** The system property that names the folder of the data. */
    static final String DATA = "ferry.dynamodb.data";
    /** The environment variable of the access key's id that functions are known by; who lists the processes does not see it. */
    static final String ACCESS_KEY_ID = "FERRY_ACCESS_KEY_ID";

    private static final String LOCK = "dynamodb.lock";
    private static final String SERVER_RUNNER = "software.amazon.dynamodb.services.local.main.ServerRunner";
    private static final int BACKLOG = 256;
    /** Longer than any client of ours keeps a connection, so that none finds it ended when it is about to send. */
    private static final Duration IDLE = Duration.ofMinutes(5);
    /** SQLite gives back a little of what it could not finish. */
    private static final long LEAST_ROOM = 4L * 1024 * 1024;

    /** Held, as the lock of a channel that nobody holds is given back. */
    @SuppressWarnings("unused")
    private static FileLock lock;

    private DynamoDbLocalLauncher() {}

    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        ParentProcess parent = new ParentProcess(System.in, System.out);
        System.setOut(System.err);
        LoadedClasses.compareAtEnd();
        // First of all: whoever calls before the server is ready waits, and nobody else can get the ports.
        ServerSocketChannel entrance = listening();
        ServerSocketChannel direct = listening();
        parent.say(new PipeMessage(Kind.LISTENING, port(entrance), port(direct)));

        Path data = Path.of(System.getProperty(DATA));
        lock(data.resolve(LOCK));
        Object server = Class.forName(SERVER_RUNNER)
                .getMethod("createServerFromCommandLineArgs", String[].class)
                .invoke(null, (Object) arguments);
        Server jetty = jettyOf(server);
        Connector guarded = connector(jetty, entrance);
        jetty.setHandler(new DynamoDbFront(
                jetty.getHandler(), guarded, System.getenv(ACCESS_KEY_ID), parent,
                () -> data.toFile().getUsableSpace() < LEAST_ROOM));
        jetty.setConnectors(new Connector[] {guarded, connector(jetty, direct)});
        SqliteDatabases.settled(Boolean.getBoolean(DurableFiles.FORCE)).keepThoseOf(server);
        server.getClass().getMethod("start").invoke(server);
        parent.say(new PipeMessage(Kind.READY, ""));

        parent.hear();
        System.exit(0);
    }

    /**
     * Waits until the server of a run before, which was killed a moment ago, has ended; its own end frees the lock, by
     * whatever cause.
     */
    private static void lock(Path file) throws IOException {
        lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).lock();
    }

    private static ServerSocketChannel listening() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), BACKLOG);
    }

    private static String port(ServerSocketChannel channel) {
        return Integer.toString(channel.socket().getLocalPort());
    }

    private static Connector connector(Server jetty, ServerSocketChannel channel) throws IOException {
        ServerConnector connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(configurationOf(jetty)));
        connector.setIdleTimeout(IDLE.toMillis());
        connector.open(channel);
        return connector;
    }

    /** As DynamoDB Local wants it. */
    private static HttpConfiguration configurationOf(Server jetty) {
        return jetty.getConnectors()[0].getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
    }

    private static Server jettyOf(Object server) throws ReflectiveOperationException {
        Field jetty = Arrays.stream(server.getClass().getDeclaredFields())
                .filter(field -> field.getType() == Server.class)
                .findFirst()
                .orElseThrow(() -> new NoSuchFieldException("no " + Server.class + " in " + server.getClass()));
        jetty.setAccessible(true);
        return (Server) jetty.get(server);
    }
}
