package dev.ferry.local.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** What clients ask of the registry, which can be held back for a while. */
public final class ClientRequests implements HttpHandler {
    /** The functions send events here: to hold one back would be to wait for oneself. */
    private static final String EVENTS = "AWSEvents.";

    private final HttpHandler registry;
    private final ReadWriteLock answering = new ReentrantReadWriteLock(true);

    /** What is done while no request is under way. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    public ClientRequests(HttpHandler registry) {
        this.registry = registry;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target != null && target.startsWith(EVENTS)) {
            registry.handle(exchange);
            return;
        }
        answering.readLock().lock();
        try {
            registry.handle(exchange);
        } finally {
            answering.readLock().unlock();
        }
    }

    /**
     * Does something once the requests under way have been answered; those that come meanwhile wait.
     *
     * @throws IOException if they are not answered within this time; nothing was done then
     */
    void without(Duration patience, Work work) throws IOException, InterruptedException {
        if (!answering.writeLock().tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("Requests are still under way after " + patience.toSeconds() + " s; nothing was changed");
        }
        try {
            work.run();
        } finally {
            answering.writeLock().unlock();
        }
    }
}
