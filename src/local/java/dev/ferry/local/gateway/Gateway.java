package dev.ferry.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The front door of the local cloud, on the loopback interface: what HTTP needs, and nothing of what is behind it. The port
 * is taken when the gateway is made, as the functions are told of it; requests wait until it is opened.
 */
public final class Gateway implements AutoCloseable {
    private static final int THREADS = 64;
    /** They come at once, even on a busy machine. */
    private static final Duration HEADERS = Duration.ofSeconds(1);
    /** How long a client may go on sending what nobody wants. */
    private static final Duration DRAIN = Duration.ofSeconds(20);
    /** Of the connection, not of the answer: the server sets them. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "date", "keep-alive", "transfer-encoding");

    private final HttpServer server;
    private final ExecutorService threads;
    private final HeaderTimeout headers;

    /**
     * @param port 0 for any that is free
     * @throws java.net.BindException if the port is taken
     */
    public Gateway(int port) throws IOException {
        // Without it a small answer waits for the client's delayed acknowledgement. Read when the first server starts.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "gateway");
            thread.setDaemon(true);
            return thread;
        });
        this.headers = new HeaderTimeout(threads, HEADERS);
        server.setExecutor(headers);
    }

    /**
     * Begins to answer.
     *
     * @param storeUrls how the store's presigned URLs are given out; they are answered here, too
     */
    public void open(RequestHandler handler, StoreUrls storeUrls) {
        server.createContext("/", exchange -> {
            headers.arrived();
            if (StoreUrls.isOne(exchange.getRequestMethod(), exchange.getRequestURI())) {
                storeUrls.handler().handle(exchange);
            } else {
                answer(exchange, handler, storeUrls);
            }
        });
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, RequestHandler handler, StoreUrls storeUrls) throws IOException {
        try (exchange) {
            GatewayRequest request = request(exchange);
            InputStream body = exchange.getRequestBody();
            GatewayResponse response = storeUrls.named(request, handler.handle(request, body));
            boolean early = body.read() >= 0;
            send(exchange, response, early);
            if (early) {
                drain(body);
            }
        }
    }

    /**
     * A client that is still sending may see no answer until it has sent all: some read none before, and closing the
     * connection while bytes come in takes back the answer. Whoever never ends is left after a while.
     */
    private static void drain(InputStream body) throws IOException {
        long end = System.nanoTime() + DRAIN.toNanos();
        byte[] dropped = new byte[64 * 1024];
        while (body.read(dropped) >= 0 && System.nanoTime() < end) {
            continue;
        }
    }

    private static GatewayRequest request(HttpExchange exchange) {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        URI uri = exchange.getRequestURI();
        return new GatewayRequest(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                headers,
                new byte[0],
                exchange.getProtocol(),
                exchange.getRemoteAddress().getAddress().getHostAddress());
    }

    /** @param early if the client is still sending; then the answer goes out at once, and the connection stays open */
    private static void send(HttpExchange exchange, GatewayResponse response, boolean early) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        response.headers().forEach((name, values) -> {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(lowerCase) || (head && lowerCase.equals("content-length"))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        byte[] body = response.body();
        boolean bodiless = head || body.length == 0;
        // A length of -1 would end the exchange; 0 means one that is not known.
        exchange.sendResponseHeaders(response.status(), !bodiless ? body.length : early ? 0 : -1);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
        exchange.getResponseBody().flush();
    }

    /** Breaks off the requests under way. */
    @Override
    public void close() {
        server.stop(0);
        headers.close();
        threads.shutdownNow();
    }
}
