package dev.ferry.local.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An exchange whose client is on time or late. The thread that answers it is the one that waits for the client; another
 * finds out that it waits too long, and ends that.
 */
final class PacedExchange {
    /** What is written at once, so that a client that takes it bit by bit is seen to. */
    private static final int WRITE = 64 * 1024;

    private final HttpExchange exchange;
    private final ClientPace pace;
    private final Thread answering = Thread.currentThread();
    /** The server's own, past what watches them. */
    private final OutputStream direct;

    private long left;
    private boolean waiting;
    private boolean reading;
    private long since;
    private boolean late;
    /** Done when a late client knows, and its thread is broken off. */
    private final CompletableFuture<Void> hungUp = new CompletableFuture<>();

    /** To be made by the thread that goes on to answer it. */
    PacedExchange(HttpExchange exchange, ClientPace pace) {
        this.exchange = exchange;
        this.pace = pace;
        this.left = pace.stall().toNanos();
        this.direct = exchange.getResponseBody();
        exchange.setStreams(new Body(exchange.getRequestBody()), new Answer(direct));
    }

    /** Whether the client is found to be late now, and was not before; it is too late for it then. */
    synchronized boolean becomesLate(long now) {
        if (!waiting || late || now - since <= left) {
            return false;
        }
        late = true;
        return true;
    }

    /**
     * Tells a client that is late, if nothing was answered yet, and hangs up.
     *
     * @throws IOException if the client takes no answer, but is hung up on all the same
     */
    Void tellAndHangUp() throws IOException {
        try {
            if (isUnanswered()) {
                tell();
            }
        } finally {
            hangUp();
        }
        return null;
    }

    /** Breaks off the thread that waits for a client that is late, once. It closes the channel that it waits for, now or next. */
    synchronized void hangUp() {
        if (!hungUp.isDone()) {
            answering.interrupt();
            hungUp.complete(null);
        }
    }

    private synchronized boolean isUnanswered() {
        return reading && !hungUp.isDone() && exchange.getResponseCode() == -1;
    }

    private void tell() throws IOException {
        GatewayResponse answer = GatewayResponse.errorAt(
                exchange.getRequestURI().getRawPath(),
                408,
                "RequestTimeoutException",
                "UNAVAILABLE",
                "The body came too slowly: it may stall for " + pace.stall().toSeconds() + " s, and has to come with "
                        + pace.bytesPerSecond() + " bytes a second");
        answer.headers().forEach(exchange.getResponseHeaders()::put);
        exchange.getResponseHeaders().put("Connection", List.of("close"));
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        direct.write(answer.body());
        direct.flush();
    }

    private synchronized void begin(boolean toRead) {
        waiting = true;
        reading = toRead;
        since = System.nanoTime();
    }

    /** @throws IOException if the client is late; the answer, if there is one, is not this thread's to give */
    private void end(long bytes) throws IOException {
        synchronized (this) {
            waiting = false;
            left = pace.left(left, System.nanoTime() - since, Math.max(0, bytes));
            if (!late) {
                return;
            }
        }
        hungUp.join(); // so that this thread is not broken off when it is about something else
        throw new InterruptedIOException("the client is too slow");
    }

    private final class Body extends FilterInputStream {
        Body(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = 0;
            begin(true);
            try {
                read = in.read(bytes, offset, length);
            } finally {
                end(read);
            }
            return read;
        }
    }

    private final class Answer extends FilterOutputStream {
        Answer(OutputStream answer) {
            super(answer);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int from = 0; from < length; from += WRITE) {
                int some = Math.min(WRITE, length - from);
                begin(false);
                try {
                    out.write(bytes, offset + from, some);
                } finally {
                    end(some);
                }
            }
        }
    }
}
