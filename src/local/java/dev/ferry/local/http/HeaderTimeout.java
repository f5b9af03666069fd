package dev.ferry.local.http;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Hangs up on clients that begin to send and don't get as far as a request, which the server itself would wait for without
 * end. Container tools try TLS first, whatever the port speaks, and fall back to HTTP when that fails: it has to fail soon. A
 * client that has sent its headers is never the one that is waited for, however busy the machine is.
 */
final class HeaderTimeout implements Executor, AutoCloseable {
    private static final long LOOK_MILLIS = 20;

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
     * @param patience from the first byte of a request to the last one of its headers, where it cannot be told whether their
     *                 reader waits for the client
     */
    HeaderTimeout(Executor threads, Duration patience) {
        this.threads = threads;
        this.patience = patience;
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(() -> {
            current.set(new Arrival(Thread.currentThread(), System.nanoTime() + patience.toNanos()));
            try {
                task.run();
            } finally {
                arrived();
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
    private final class Arrival {
        private final Thread reader;
        private final long latest;
        private final ScheduledFuture<?> looks;
        private boolean over;
        private boolean waited;

        Arrival(Thread reader, long latest) {
            this.reader = reader;
            this.latest = latest;
            this.looks = timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }

        synchronized void now() {
            over = true;
            looks.cancel(false);
        }

        /**
         * The server reads of a client that has sent something, so what has arrived is read at once. Whoever is found waiting for
         * more twice waits for a client that has stopped.
         */
        synchronized void look() {
            if (over) {
                return;
            }
            boolean waits = waitsForClient();
            if (waits && waited || System.nanoTime() - latest > 0) {
                reader.interrupt(); // a thread that is interrupted while it reads from a channel closes it
            }
            waited = waits;
        }

        private boolean waitsForClient() {
            StackTraceElement[] stack = reader.getStackTrace();
            return stack.length > 0 && stack[0].isNativeMethod() && stack[0].getClassName().startsWith("sun.nio.ch.");
        }
    }
}
