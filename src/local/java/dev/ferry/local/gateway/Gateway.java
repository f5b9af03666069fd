package dev.ferry.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * The front door of the local cloud, on the loopback interface: what HTTP needs, and nothing of what is behind it. The port
 * is taken when the gateway is made, as the functions are told of it; requests wait until it is opened.
 */
public final class Gateway implements AutoCloseable {
    private static final int THREADS = 64;
    /** Of the connection, not of the answer: the server sets them. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "date", "keep-alive", "transfer-encoding");

    private final HttpServer server;
    private final int largestBody;
    private final ExecutorService threads;

    /**
     * @param port        0 for any that is free
     * @param largestBody how many bytes of a request's body are passed on; a longer one is answered with 413
     * @throws java.net.BindException if the port is taken
     */
    public Gateway(int port, int largestBody) throws IOException {
        // Without it a small answer waits for the client's delayed acknowledgement. Read when the first server starts.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        this.largestBody = largestBody;
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "gateway");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
    }

    /** Begins to answer. */
    public void open(Function<GatewayRequest, GatewayResponse> handler) {
        server.createContext("/", exchange -> answer(exchange, handler));
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange, Function<GatewayRequest, GatewayResponse> handler) throws IOException {
        try (exchange) {
            InputStream in = exchange.getRequestBody();
            byte[] body = in.readNBytes(largestBody + 1);
            GatewayResponse response;
            if (body.length > largestBody) {
                in.transferTo(OutputStream.nullOutputStream()); // a client reads no answer before it has sent all
                response = GatewayResponse.error(
                        413, "RequestEntityTooLargeException", "Request body exceeds " + largestBody + " bytes");
            } else {
                response = handler.apply(request(exchange, body));
            }
            send(exchange, response);
        }
    }

    private static GatewayRequest request(HttpExchange exchange, byte[] body) {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        URI uri = exchange.getRequestURI();
        return new GatewayRequest(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                headers,
                body,
                exchange.getProtocol(),
                exchange.getRemoteAddress().getAddress().getHostAddress());
    }

    private static void send(HttpExchange exchange, GatewayResponse response) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        response.headers().forEach((name, values) -> {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(lowerCase) || (head && lowerCase.equals("content-length"))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        byte[] body = response.body();
        boolean bodiless = head || body.length == 0;
        exchange.sendResponseHeaders(response.status(), bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
    }

    /** Breaks off the requests under way. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
