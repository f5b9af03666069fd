package dev.ferry.local.uploads;

import dev.ferry.local.http.BodyBuffer;
import dev.ferry.local.http.BodyMemory;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A body, read in pieces of one size but for the last. */
final class LayerPieces implements AutoCloseable {
    private final PushbackInputStream body;
    private final OptionalLong announced;
    private final int size;
    private final BodyMemory memory;
    private long read;

    /** One that was sent leaves its memory to the next, as making and clearing so much takes a while. */
    private final AtomicReference<BodyBuffer> spare = new AtomicReference<>();

    /** Some of the body, until it is closed. */
    final class Piece implements AutoCloseable {
        private final BodyBuffer buffer;
        private final boolean last;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Piece(BodyBuffer buffer, boolean last) {
            this.buffer = buffer;
            this.last = last;
        }

        /** Whether nothing follows it. */
        boolean last() {
            return last;
        }

        /** All of it, which may have to wait for memory. */
        byte[] bytes() {
            return buffer.bytes();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true) && !(buffer.clear() && spare.compareAndSet(null, buffer))) {
                buffer.close();
            }
        }
    }

    /**
     * @param announced how long the body is, in bytes, if the client said so
     * @param size      of a piece, in bytes
     */
    LayerPieces(InputStream body, OptionalLong announced, int size, BodyMemory memory) {
        this.body = new PushbackInputStream(body);
        this.announced = announced;
        this.size = size;
        this.memory = memory;
    }

    /**
     * The next piece, which may be empty only if it is the first and the last; the caller closes it.
     *
     * @throws IOException if the client broke off; the server itself takes that for the end of a body
     */
    Piece next() throws IOException {
        BodyBuffer buffer = Optional.ofNullable(spare.getAndSet(null)).orElseGet(() -> memory.buffer(size));
        try {
            read += buffer.fill(body);
            return new Piece(buffer, isLast());
        } catch (IOException | RuntimeException failed) {
            buffer.close();
            throw failed;
        }
    }

    /** How many bytes of the body there were so far. */
    long read() {
        return read;
    }

    private boolean isLast() throws IOException {
        int following = body.read();
        if (following >= 0) {
            body.unread(following);
            return false;
        }
        if (announced.isPresent() && read < announced.getAsLong()) {
            throw new EOFException("the client broke off after " + read + " of " + announced.getAsLong() + " bytes");
        }
        return true;
    }

    /** Gives back what no further piece takes. Every piece has to be closed before. */
    @Override
    public void close() {
        Optional.ofNullable(spare.getAndSet(null)).ifPresent(BodyBuffer::close);
    }
}
