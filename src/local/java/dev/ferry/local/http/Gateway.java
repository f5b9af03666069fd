package dev.ferry.local.http;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A front door on the loopback interface, the local cloud's or a deployed stack's. The port is taken when the gateway is
 * made, as the functions are told of it; requests wait until it is opened.
 */
public final class Gateway implements AutoCloseable {
    /** Each waits for a client or for a function; what they hold in memory is bounded besides. */
    private static final int THREADS = 1000;
    private static final int IDLE_SECONDS = 30;
    /** They come at once, even on a busy machine. */
    private static final Duration HEADERS = Duration.ofSeconds(1);

    private final HttpServer server;
    private final ExecutorService threads;
    private final HeaderTimeout headers;
    private final Set<String> names;
    private final ClientPace pace;
    private SlowClients clients;

    /** One that goes by this machine's own names alone. */
    public Gateway(int port) throws IOException {
        this(port, Set.of());
    }

    /**
     * @param port  0 for any that is free
     * @param names by which it is reached besides those of loopback; a request for any other host is refused
     * @throws java.net.BindException if the port is taken
     */
    public Gateway(int port, Set<String> names) throws IOException {
        this(port, names, ClientPace.LOCAL);
    }

    /** @param pace what clients have to keep to */
    Gateway(int port, Set<String> names, ClientPace pace) throws IOException {
        // Without it a small answer waits for the client's delayed acknowledgement. Read when the first server starts.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        this.threads = threads();
        this.names = Set.copyOf(names);
        this.pace = pace;
        this.headers = new HeaderTimeout(threads, HEADERS);
        server.setExecutor(headers);
    }

    /** Begins to answer. */
    public void open(HttpHandler handler) {
        clients = new SlowClients(pace, new OwnAddresses(names, handler));
        server.createContext("/", exchange -> {
            headers.arrived();
            clients.handle(exchange);
        });
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Made as they are needed. */
    private static ExecutorService threads() {
        return new ThreadPoolExecutor(
                0, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "gateway");
                    thread.setDaemon(true);
                    return thread;
                },
                Gateway::whenOneIsFree);
    }

    /** All are taken: the server waits for one before it looks at the next request. */
    private static void whenOneIsFree(Runnable task, ThreadPoolExecutor threads) {
        try {
            while (!threads.isShutdown() && !threads.getQueue().offer(task, 100, TimeUnit.MILLISECONDS)) {
                continue;
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Breaks off the requests under way. */
    @Override
    public void close() {
        threads.shutdownNow(); // first, or the server could wait for a thread
        server.stop(0);
        headers.close();
        if (clients != null) {
            clients.close();
        }
    }
}
