package dev.ferry.local.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Hangs up on clients that begin to send and don't get as far as a request, which the server itself would wait for without
 * end. Container tools try TLS first, whatever the port speaks, and fall back to HTTP when that fails: it has to fail soon, and
 * for good. So they are answered in HTTP first; crane takes the bare end of a connection for a failure of the network, and tries
 * TLS again. A client that has sent its headers is never the one that is waited for, however busy the machine is.
 */
final class HeaderTimeout implements Executor, AutoCloseable {
    private static final long LOOK_MILLIS = 20;
    private static final String REASON = "This port speaks HTTP, without TLS, and got no whole request\n";
    private static final byte[] ANSWER = String.join(
                    "\r\n",
                    "HTTP/1.0 400 Bad Request",
                    "Connection: close",
                    "Content-Type: text/plain",
                    "Content-Length: " + REASON.length(),
                    "",
                    REASON)
            .getBytes(US_ASCII);

    private final Executor threads;
    private final Duration patience;
    private final FreshConnections connections = new FreshConnections();
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
            long latest = System.nanoTime() + patience.toNanos();
            current.set(new Arrival(Thread.currentThread(), connections.of(task), latest));
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
        /** Only one that is fresh: another's client may not have taken its last answer yet, and would be waited for. */
        private final Optional<SocketChannel> connection;
        private final long latest;
        private final ScheduledFuture<?> looks;
        private boolean over;
        private boolean waited;

        Arrival(Thread reader, Optional<SocketChannel> connection, long latest) {
            this.reader = reader;
            this.connection = connection;
            this.latest = latest;
            this.looks = timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }

        synchronized void now() {
            over = true;
            connection.ifPresent(connections::use);
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
                tellAndHangUp();
            }
            waited = waits;
        }

        private void tellAndHangUp() {
            over = true; // or it could be told twice before its reader ends
            try {
                if (connection.isPresent()) {
                    connection.get().write(ByteBuffer.wrap(ANSWER)); // from another thread than reads
                }
            } catch (IOException gone) {
                // There is nobody to tell. What reads from the connection is broken off all the same.
            } finally {
                reader.interrupt(); // a thread that is interrupted while it reads from a channel closes it
            }
        }

        private boolean waitsForClient() {
            StackTraceElement[] stack = reader.getStackTrace();
            return stack.length > 0 && stack[0].isNativeMethod() && stack[0].getClassName().startsWith("sun.nio.ch.");
        }
    }
}
