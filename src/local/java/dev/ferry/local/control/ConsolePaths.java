package dev.ferry.local.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Where a console is, once there is one: at {@code GET /}, which neither API answers, and below {@code /_ferry/console/}. */
public final class ConsolePaths implements HttpHandler {
    private static final String BELOW = "/_ferry/console/";
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final HttpHandler others;
    private final AtomicReference<HttpHandler> console;

    /** @param others what answers all other paths, and these while there is no console */
    public ConsolePaths(HttpHandler others) {
        this.others = others;
        this.console = new AtomicReference<>(others);
    }

    public void show(HttpHandler pages) {
        console.set(pages);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        boolean home = path.equals("/") && READING.contains(exchange.getRequestMethod());
        HttpHandler asked = home || path.startsWith(BELOW) ? console.get() : others;
        asked.handle(exchange);
    }
}
