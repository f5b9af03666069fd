package dev.ferry.cli.console;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Server-sent events for one page: {@code changed}, whenever what it shows may have. */
final class EventStream {
    /** So that a page which has gone is noticed, and no proxy takes the connection for dead. */
    private static final Duration ALIVE = Duration.ofSeconds(15);
    /** One push writes a dozen times: the page reads once for all that happens within this time. */
    private static final long GATHER_MILLIS = 150;

    private final WriteSignal writes;
    private final Optional<Duration> look;

    /** @param look how often the page is to read of its own accord; empty where each write is told */
    EventStream(WriteSignal writes, Optional<Duration> look) {
        this.writes = writes;
        this.look = look;
    }

    /** Returns when the page has gone, or the server ends. */
    void send(HttpExchange exchange) throws IOException {
        try (exchange) {
            SecurityHeaders.ALL.forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            long seen = writes.count();
            write(out, "retry: 1000\n: the console is listening\n\n");
            while (true) {
                long now = writes.awaitMoreThan(seen, look.orElse(ALIVE));
                boolean changed = now > seen || look.isPresent();
                write(out, changed ? "event: changed\ndata: " + now + "\n\n" : ": alive\n\n");
                seen = now;
                TimeUnit.MILLISECONDS.sleep(GATHER_MILLIS);
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("the console ends").initCause(ending);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
