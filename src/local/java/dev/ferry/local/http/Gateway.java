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
import java.util.concurrent.Executors;

/**
 * A front door on the loopback interface, the local cloud's or a deployed stack's. The port is taken when the gateway is
 * made, as the functions are told of it; requests wait until it is opened.
 */
public final class Gateway implements AutoCloseable {
    private static final int THREADS = 64;
    /** They come at once, even on a busy machine. */
    private static final Duration HEADERS = Duration.ofSeconds(1);

    private final HttpServer server;
    private final ExecutorService threads;
    private final HeaderTimeout headers;
    private final Set<String> names;

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
        // Without it a small answer waits for the client's delayed acknowledgement. Read when the first server starts.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "gateway");
            thread.setDaemon(true);
            return thread;
        });
        this.names = Set.copyOf(names);
        this.headers = new HeaderTimeout(threads, HEADERS);
        server.setExecutor(headers);
    }

    /** Begins to answer. */
    public void open(HttpHandler handler) {
        HttpHandler own = new OwnAddresses(names, handler);
        server.createContext("/", exchange -> {
            headers.arrived();
            own.handle(exchange);
        });
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Breaks off the requests under way. */
    @Override
    public void close() {
        server.stop(0);
        headers.close();
        threads.shutdownNow();
    }
}
