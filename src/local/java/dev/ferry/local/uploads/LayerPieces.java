package dev.ferry.local.uploads;

import dev.ferry.local.http.BodyBuffer;
import dev.ferry.local.http.BodyMemory;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.OptionalLong;

/** A body, read in pieces of one size but for the last. */
final class LayerPieces {
    private final PushbackInputStream body;
    private final OptionalLong announced;
    private final int size;
    private final BodyMemory memory;
    private long read;

    /** @param last whether nothing follows it */
    record Piece(BodyBuffer buffer, boolean last) implements AutoCloseable {
        /** All of it, which may have to wait for memory; it is there until this is closed. */
        byte[] bytes() {
            return buffer.bytes();
        }

        @Override
        public void close() {
            buffer.close();
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
        BodyBuffer buffer = memory.buffer(size);
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
}
