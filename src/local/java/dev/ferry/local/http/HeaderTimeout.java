package dev.ferry.local.http;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Hangs up on clients that begin to send and don't get as far as a request, which the server itself would wait for without
 * end. Container tools try TLS first, whatever the port speaks, and fall back to HTTP when that fails: it has to fail soon.
 */
final class HeaderTimeout implements Executor, AutoCloseable {
    private final Executor threads;
    private final Duration patience;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "header-timeout");
        thread.setDaemon(true);
        return thread;
    });
    private final ThreadLocal<Arrival> current = new ThreadLocal<>();

    /**
     * @param threads  run the server's tasks, each of which reads a request's headers and then answers it
     * @param patience from the first byte of a request to the last one of its headers
     */
    HeaderTimeout(Executor threads, Duration patience) {
        this.threads = threads;
        this.patience = patience;
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(() -> {
            Arrival arrival = new Arrival(Thread.currentThread());
            ScheduledFuture<?> end = timer.schedule(arrival::tooLate, patience.toMillis(), TimeUnit.MILLISECONDS);
            current.set(arrival);
            try {
                task.run();
            } finally {
                arrived();
                end.cancel(false);
                current.remove();
            }
        });
    }

    /** Says that the headers which this thread was reading are there. */
    void arrived() {
        current.get().now();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Of one request's headers: they arrive, or it is too late for them. */
    private static final class Arrival {
        private final Thread reader;
        private boolean over;

        Arrival(Thread reader) {
            this.reader = reader;
        }

        synchronized void now() {
            over = true;
        }

        /** A thread that is interrupted while it reads from a channel closes it. */
        synchronized void tooLate() {
            if (!over) {
                reader.interrupt();
            }
        }
    }
}
