package dev.ferry.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Hangs up on clients that are too slow to send a body or to take an answer, which the server itself would wait for without
 * end, each with a thread of its own.
 */
final class SlowClients implements HttpHandler, AutoCloseable {
    private static final long LOOK_MILLIS = 500;
    /** Within which a client's own socket takes the few bytes that tell it why; one that is full may never. */
    private static final long TELL_SECONDS = 1;

    private final ClientPace pace;
    private final HttpHandler next;
    private final Set<PacedExchange> underWay = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(SlowClients::thread);
    private final ExecutorService telling = Executors.newCachedThreadPool(SlowClients::thread);

    SlowClients(ClientPace pace, HttpHandler next) {
        this.pace = pace;
        this.next = next;
        timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        PacedExchange paced = new PacedExchange(exchange, pace);
        underWay.add(paced);
        try {
            next.handle(exchange);
        } finally {
            underWay.remove(paced);
            Thread.interrupted(); // of this exchange, not of the thread's next one
        }
    }

    private void look() {
        long now = System.nanoTime();
        underWay.stream().filter(paced -> paced.becomesLate(now)).forEach(paced -> {
            telling.submit(paced::tellAndHangUp);
            timer.schedule(paced::hangUp, TELL_SECONDS, TimeUnit.SECONDS);
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
        telling.shutdownNow();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "slow-clients");
        thread.setDaemon(true);
        return thread;
    }
}
