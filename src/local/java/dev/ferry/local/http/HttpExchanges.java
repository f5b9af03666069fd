package dev.ferry.local.http;

import com.fasterxml.jackson.core.JacksonException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Has a request handler answer what comes to a gateway: what HTTP needs, and nothing of what is behind it. */
public final class HttpExchanges implements HttpHandler {
    private static final Duration DRAIN = Duration.ofSeconds(20);
    /** Of the connection, not of the answer: the server sets them. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "date", "keep-alive", "transfer-encoding");

    private final RequestHandler handler;
    private final Duration drain;

    public HttpExchanges(RequestHandler handler) {
        this(handler, DRAIN);
    }

    /** @param drain how long a client may go on sending what nobody wants */
    HttpExchanges(RequestHandler handler, Duration drain) {
        this.handler = handler;
        this.drain = drain;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            GatewayRequest request = request(exchange);
            InputStream body = exchange.getRequestBody();
            GatewayResponse response = answer(request, body);
            boolean early = body.read() >= 0;
            send(exchange, response, early);
            if (early) {
                drain(body);
            }
        }
    }

    /** Whatever goes wrong here, the client is told; the log of whoever runs the gateway has the reason. */
    private GatewayResponse answer(GatewayRequest request, InputStream body) throws IOException {
        try {
            return handler.handle(request, body);
        } catch (RuntimeException | JacksonException failure) {
            // Made when it is needed, as making it takes a while and says so.
            System.getLogger(HttpExchanges.class.getName())
                    .log(Level.ERROR, request.method() + " " + request.rawPath() + " failed", failure);
            return GatewayResponse.errorAt(
                    request.rawPath(), 500, "ServerException", "UNAVAILABLE", "The request failed in the gateway");
        }
    }

    /**
     * A client that is still sending may see no answer until it has sent all: some read none before, and closing the
     * connection while bytes come in takes back the answer. Whoever never ends is left after a while, and not by closing the
     * exchange, which would wait for some more.
     */
    private void drain(InputStream body) throws IOException {
        long end = System.nanoTime() + drain.toNanos();
        byte[] dropped = new byte[64 * 1024];
        while (body.read(dropped) >= 0) {
            if (System.nanoTime() > end) {
                Thread.currentThread().interrupt(); // which has the next read close the connection
            }
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
            ResponseBody.write(exchange, body);
        }
        exchange.getResponseBody().flush();
    }
}
